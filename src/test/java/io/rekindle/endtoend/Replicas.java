package io.rekindle.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import io.rekindle.parts.RekindleProcess;

import static org.awaitility.Awaitility.await;

/** Processes of one service, of which one after the other can be killed. */
final class Replicas implements AutoCloseable {

	private final Scenario scenario;

	/** The one that has run longest is the first. */
	private final Deque<RekindleProcess> running = new ArrayDeque<>();

	private final Set<String> serversOfBrokenCalls = new HashSet<>();

	private int kills;

	private Replicas(Scenario scenario) {
		this.scenario = scenario;
	}

	/** Starts some, and returns once all of them are ready. */
	static Replicas start(Scenario scenario, int count) throws IOException {
		Replicas replicas = new Replicas(scenario);
		for (int i = 0; i < count; i++) {
			replicas.startOne();
		}
		replicas.running.forEach(RekindleProcess::awaitReady);
		// So that it can be told whose calls those were that nobody has ended.
		scenario.jdbc()
			.sql("alter table call add column replica text default current_setting('application_name')")
			.update();
		return replicas;
	}

	private void startOne() throws IOException {
		this.running.add(this.scenario.startProcess());
	}

	/**
	 * Kills one replica after the other and starts it again, until no more work waits.
	 * @param interval from one kill to the next, and more until the next one in turn has
	 * a call in flight
	 * @param most so many kills are enough
	 */
	void killInTurn(Duration interval, int most) throws IOException {
		while (this.kills < most && workWaits()) {
			RekindleProcess next = this.running.remove();
			long start = System.nanoTime();
			await().atMost(Duration.ofMinutes(1))
				.pollDelay(interval)
				// Not as soon as it has: a call can be met at any moment of its life.
				.pollInterval(Duration.ofMillis(150))
				.until(() -> hasCallInFlight(next) || !workWaits()
						|| System.nanoTime() - start > 5 * interval.toNanos());
			kill(next);
			startOne();
		}
	}

	private void kill(RekindleProcess replica) {
		replica.kill9();
		this.kills++;
		// What it had sent to the database last may still be committed.
		await().pollInterval(Duration.ofMillis(10))
			.until(() -> !exists("from pg_stat_activity where application_name = ?", replica.name()));
		this.serversOfBrokenCalls.addAll(this.scenario.jdbc()
			.sql("""
					select resource_id from target join call on call.id = target.call_id
					where target.state = 'SENDING' and call.replica = ? and call.ended_at is null""")
			.param(replica.name())
			.query(String.class)
			.list());
	}

	int kills() {
		return this.kills;
	}

	private boolean hasCallInFlight(RekindleProcess replica) {
		return exists("from call where replica = ? and ended_at is null", replica.name());
	}

	private boolean workWaits() {
		return exists("from target where state = 'QUEUED'");
	}

	/** Whether nobody has a call in flight that can still end. */
	boolean areIdle(Duration longestCall) {
		return !workWaits() && !exists("from call where started_at > clock_timestamp() - make_interval(secs => ?)",
				longestCall.toMillis() / 1e3);
	}

	private boolean exists(String rows, Object... params) {
		return this.scenario.jdbc()
			.sql("select exists (select " + rows + ")")
			.params(params)
			.query(Boolean.class)
			.single();
	}

	/** The servers of the calls that were in flight in a process when it was killed. */
	Set<String> serversOfBrokenCalls() {
		return Set.copyOf(this.serversOfBrokenCalls);
	}

	@Override
	public void close() {
		this.running.forEach(RekindleProcess::close);
	}

}
