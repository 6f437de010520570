package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Draws of one run, the same for the same seed. */
final class Chance {

	private final Random random;

	Chance(long seed) {
		// Random makes much the same first draws from seeds that are close.
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
	}

	Random random() {
		return this.random;
	}

	boolean hits(double probability) {
		return this.random.nextDouble() < probability;
	}

	/** Both included. */
	int between(int least, int most) {
		return this.random.nextInt(least, most + 1);
	}

	/** Evenly, the end excluded. */
	Duration between(Duration least, Duration most) {
		return least.plus(upTo(most.minus(least)));
	}

	/** Evenly, the end excluded. */
	Duration upTo(Duration most) {
		return Duration.ofNanos((long) (this.random.nextDouble() * most.toNanos()));
	}

	<T> T of(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
