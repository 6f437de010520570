package io.rekindle.dispatch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: any wait from nothing to the doubled one before.
 */
final class Backoff {

	private final Duration initial;

	private final Duration max;

	private final RandomGenerator random;

	Backoff(Duration initial, Duration max, RandomGenerator random) {
		this.initial = initial;
		this.max = max;
		this.random = random;
	}

	/**
	 * How long to wait.
	 * @param attempt the failed attempts so far, from 0
	 */
	Duration delay(int attempt) {
		double longest = Math.min((double) this.max.toMillis(), this.initial.toMillis() * Math.pow(2, attempt));
		return Duration.ofMillis(Math.round(this.random.nextDouble() * longest));
	}

}
