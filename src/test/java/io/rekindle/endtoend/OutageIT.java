package io.rekindle.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.rekindle.events.JobSubmitted;
import io.rekindle.parts.Part;
import io.rekindle.parts.Parts;
import io.rekindle.parts.RekindleProcess;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * While commands keep coming, each server of ours is away for a while: that delays them,
 * and nothing else (P2, P5).
 */
class OutageIT {

	private static final Duration OUTAGE = Duration.ofSeconds(20);

	private static final Duration INTERVAL = Duration.ofMillis(10);

	private static final Duration CATCH_UP = Duration.ofSeconds(60);

	/**
	 * The connection pool tells of each broken connection once; one a second would be
	 * noise.
	 */
	private static final int STACK_TRACES = 10;

	private final Parts parts = Parts.shared();

	@AfterEach
	void bringBack() {
		this.parts.registry().start();
		this.parts.postgres().start();
		this.parts.kafka().start();
	}

	@Test
	void delaysCommandsAndNothingElseP2P5() throws Exception {
		try (Scenario scenario = new Scenario(
				SimulatedCloud.configure().latency(Duration.ofMillis(50), Duration.ofMillis(150)).start(),
				// Small batches, so that one command gets several events.
				Map.of("rekindle.dispatch.max-batch.ecs", "3"))) {
			registerSchemas(scenario);
			this.parts.registry().stop();
			try (RekindleProcess service = scenario.startProcess().awaitReady();
					SteadyLoad load = new SteadyLoad(scenario, INTERVAL)) {
				awaitEndOfOutage(load);
				assertThat(scenario.jdbc().sql("select count(*) from command").query(Long.class).single()).isZero();
				comeBack(this.parts.registry(), "registry", scenario);

				this.parts.postgres().stop();
				awaitEndOfOutage(load);
				comeBack(this.parts.postgres(), "PostgreSQL", scenario);

				this.parts.kafka().stop();
				awaitEndOfOutage(load);
				comeBack(this.parts.kafka(), "Kafka", scenario);

				load.end();
				await().atMost(CATCH_UP).until(scenario::isSettled);
				assertThat(service.isAlive()).isTrue();
				assertThatOnlyTimeWasLost(scenario, load.targets());
				assertThatLogIsReadable(service);
			}
		}
	}

	/** No new schema can be registered while the registry is away. */
	private static void registerSchemas(Scenario scenario) {
		scenario.encode(scenario.topic("restart-commands"), SampleCommands.restart("none", "none", "none"));
		scenario.encode(scenario.topic("retry-remux-commands"), SampleCommands.retry("none", "none", "none"));
	}

	/** And the producer goes on. */
	private static void awaitEndOfOutage(SteadyLoad load) {
		long end = System.nanoTime() + OUTAGE.toNanos();
		int enough = load.sent() + (int) (OUTAGE.dividedBy(INTERVAL) * 0.9);
		await().atMost(OUTAGE.multipliedBy(2)).until(() -> System.nanoTime() - end >= 0 && load.sent() >= enough);
	}

	/**
	 * Returns once the service works again. It may well have a backlog: so the next
	 * outage finds it with calls in flight.
	 */
	private static void comeBack(Part part, String name, Scenario scenario) {
		long through = scenario.cloud().journal().restarted();
		part.start();
		long back = System.nanoTime();
		await().atMost(CATCH_UP).until(() -> scenario.cloud().journal().restarted() > through + 500);
		System.out.printf("%s: at work %.1f s after its return%n", name, (System.nanoTime() - back) / 1e9);
	}

	private static void assertThatOnlyTimeWasLost(Scenario scenario, Map<String, List<String>> asked) {
		assertThat(scenario.failed()).isEmpty();
		assertThat(scenario.deadLetters()).isEmpty();
		Map<String, JobSubmitted> events = new HashMap<>();
		Map<String, Long> timestamps = new HashMap<>();
		for (ConsumerRecord<byte[], Object> record : scenario.eventRecords()) {
			JobSubmitted event = (JobSubmitted) record.value();
			JobSubmitted copied = events.putIfAbsent(event.getEventId(), event);
			assertThat(copied).satisfiesAnyOf((copy) -> assertThat(copy).isNull(),
					(copy) -> assertThat(copy).isEqualTo(event));
			Long earlier = timestamps.put(event.getCommandId(), record.timestamp());
			assertThat(record.timestamp()).as(event.getCommandId())
				.isGreaterThanOrEqualTo((earlier != null) ? earlier : 0);
		}
		System.out.printf("%d commands, %d events, %d copies of them%n", asked.size(), events.size(),
				scenario.eventRecords().size() - events.size());
		assertThat(events.values()).flatExtracting(OutageIT::targets)
			.doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(asked.entrySet()
				.stream()
				.flatMap((command) -> command.getValue().stream().map((target) -> command.getKey() + " " + target))
				.toList());
		assertThat(scenario.cloud().journal().restarts()).hasSize(asked.values().stream().mapToInt(List::size).sum())
			.allSatisfy((_, times) -> assertThat(times).isOne());
	}

	private static List<String> targets(JobSubmitted event) {
		return event.getResourceIds().stream().map((target) -> event.getCommandId() + " " + target).toList();
	}

	private static void assertThatLogIsReadable(RekindleProcess service) throws IOException {
		try (Stream<String> lines = Files.lines(service.log())) {
			List<String> log = lines.toList();
			assertThat(log).anyMatch((line) -> line.contains("Recording replies does not work now"));
			assertThat(log).noneMatch((line) -> line.contains("payload="));
			long traces = log.stream().filter((line) -> line.matches("[a-z]+(\\.\\w+)+(Exception|Error)\\b.*")).count();
			System.out.printf("%d lines and %d stack traces in the log%n", log.size(), traces);
			assertThat(traces).isLessThanOrEqualTo(STACK_TRACES);
		}
	}

}
