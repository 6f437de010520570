package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long calls take: random, evenly spread between two bounds.
 *
 * @param atAnyMoment whether a random part of it passes before the call is decided
 */
record Latencies(Duration min, Duration max, boolean atAnyMoment) {

	Latency next() {
		long whole = between(this.min.toNanos(), this.max.toNanos());
		long before = this.atAnyMoment ? between(0, whole) : 0;
		return new Latency(Duration.ofNanos(before), Duration.ofNanos(whole - before));
	}

	private static long between(long least, long most) {
		return (most > least) ? ThreadLocalRandom.current().nextLong(least, most) : least;
	}

	/** One call's, before it is decided and after that. */
	record Latency(Duration before, Duration after) {

	}

}
