package io.rekindle.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.rekindle.command.Lane;

/**
 * Lanes whose quota scope had no permits at the last look: it is no use to ask again,
 * with every wake-up, before some are back.
 */
final class ExhaustedLanes {

	private final Duration longest;

	private final LongSupplier nanos;

	private final Map<Lane, Long> until = new HashMap<>();

	/**
	 * Remembers lanes.
	 * @param longest no lane rests longer: permits may be given back early
	 */
	ExhaustedLanes(Duration longest, LongSupplier nanos) {
		this.longest = longest;
		this.nanos = nanos;
	}

	void rest(Lane lane, Duration wait) {
		Duration shorter = (wait.compareTo(this.longest) < 0) ? wait : this.longest;
		this.until.put(lane, this.nanos.getAsLong() + shorter.toNanos());
	}

	boolean contains(Lane lane) {
		Long end = this.until.get(lane);
		if (end != null && end - this.nanos.getAsLong() <= 0) {
			this.until.remove(lane);
			return false;
		}
		return end != null;
	}

	/**
	 * The time until the first of them may be asked again, if that is less than
	 * {@code rest}.
	 */
	Duration shortest(Duration rest) {
		long now = this.nanos.getAsLong();
		return this.until.values()
			.stream()
			.map((end) -> Duration.ofNanos(Math.max(0, end - now)))
			.filter((wait) -> wait.compareTo(rest) < 0)
			.min(Duration::compareTo)
			.orElse(rest);
	}

}
