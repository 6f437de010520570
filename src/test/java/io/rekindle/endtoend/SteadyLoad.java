package io.rekindle.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.apache.avro.specific.SpecificRecord;

/** A producer that goes on sending commands, each with targets of its own. */
final class SteadyLoad implements AutoCloseable {

	private static final int PROJECTS = 40;

	private static final int SERVERS_OF_LARGE = 8;

	private final Scenario scenario;

	private final Map<String, List<String>> targets = new ConcurrentHashMap<>();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

	/** What waits for the broker waits here: Kafka's own client blocks before that. */
	private final ExecutorService sends = Executors.newSingleThreadExecutor();

	private final ScheduledFuture<?> sending;

	private int number;

	SteadyLoad(Scenario scenario, Duration interval) {
		this.scenario = scenario;
		this.sending = this.thread.scheduleAtFixedRate(this::sendNext, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void sendNext() {
		int i = this.number++;
		String id = "load-" + i;
		SpecificRecord command;
		if (i % 5 == 0) {
			command = SampleCommands.retry(id, "media-" + i % 3, "task-" + i);
			this.targets.put(id, List.of("task-" + i));
		}
		else {
			int servers = (i % 10 == 1) ? SERVERS_OF_LARGE : 1;
			List<String> ids = IntStream.range(0, servers).mapToObj((server) -> "server-" + i + "-" + server).toList();
			command = SampleCommands.restart(id, "project-" + i / 10 % PROJECTS, ids);
			this.targets.put(id, ids);
		}
		this.sends.execute(() -> this.scenario.send(command));
	}

	/** What was asked for so far: the targets by command. */
	Map<String, List<String>> targets() {
		return Map.copyOf(this.targets);
	}

	int sent() {
		return this.targets.size();
	}

	/** Sends no more; fails where it could not go on to this moment. */
	void end() throws InterruptedException, ExecutionException, TimeoutException {
		if (this.sending.state() == Future.State.FAILED) {
			throw new IllegalStateException(this.sending.exceptionNow());
		}
		this.thread.submit(() -> this.sending.cancel(false)).get(10, TimeUnit.SECONDS);
		this.sends.submit(this.scenario::flush).get(30, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
		this.sends.shutdownNow();
	}

}
