package io.rekindle.dispatch;

import java.time.Duration;

import io.rekindle.quota.QuotaSettings;

/**
 * What one run is like.
 *
 * @param calm whether nothing goes wrong in it
 * @param projects each with a limit of its own
 * @param servers that are asked for in each project
 * @param storm how long commands come and things go wrong
 * @param failures how often a piece of database work fails, from 0 to 1
 * @param overlaps how often another replica does its own in the midst of it
 * @param faults how often the cloud refuses or breaks a call
 * @param delays how often a call or its reply is late
 * @param crashes how often a replica dies between two steps of a call
 * @param naps how often a replica stands still for a while and goes on
 */
record RunSettings(long seed, boolean calm, int replicas, int limit, Duration window, int maxBatch, int maxCalls,
		Duration sendDeadline, Duration callTimeout, int projects, int servers, Duration storm, double failures,
		double overlaps, double faults, double delays, double crashes, double naps) {

	/** Every fifth seed gives a calm run. */
	static RunSettings of(long seed, Chance chance) {
		boolean calm = seed % 5 == 0;
		int limit = chance.between(5, 40);
		Duration window = chance.between(Duration.ofSeconds(1), Duration.ofSeconds(6));
		return new RunSettings(seed, calm, chance.between(1, 8), limit, window,
				chance.between(1 + limit / 8, 1 + limit / 2), calm ? 64 : chance.between(1, 16),
				chance.between(Duration.ofMillis(200), Duration.ofSeconds(2)),
				chance.between(Duration.ofMillis(500), Duration.ofSeconds(5)), chance.between(1, 2),
				limit * chance.between(3, 5), calm ? Duration.ZERO : window.multipliedBy(chance.between(3, 8)),
				some(chance, calm, 0.1), some(chance, calm, 0.5), some(chance, calm, 0.3), some(chance, calm, 0.4),
				some(chance, calm, 0.02), some(chance, calm, 0.005));
	}

	/** Often none of it: what it does is seen best alone. */
	private static double some(Chance chance, boolean calm, double most) {
		double drawn = Math.max(0, chance.random().nextDouble() - 0.3) / 0.7 * most;
		return calm ? 0 : drawn;
	}

	QuotaSettings quota() {
		return new QuotaSettings(new QuotaSettings.Limit(this.limit, this.window));
	}

	DispatchSettings dispatch() {
		return new DispatchSettings(new DispatchSettings.MaxBatch(this.maxBatch, 100, 20), this.maxCalls,
				this.sendDeadline, 4, Duration.ofSeconds(1), Duration.ofSeconds(5));
	}

	/** When all must be settled, from the last command and the storm's end. */
	Duration patience() {
		Duration windows = this.window.plusSeconds(1).multipliedBy(2L * Math.ceilDiv(this.servers, this.limit));
		return this.storm.plus(Duration.ofMinutes(5)).plus(windows);
	}

	/** From when a call is claimed until the last trace of it has gone. */
	Duration longestHold() {
		return this.sendDeadline.plus(this.callTimeout.multipliedBy(2)).plus(this.window);
	}

}
