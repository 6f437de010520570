package io.rekindle.simulatedcloud;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The cloud's own time. It is monotonic, since windows are measured by it; instants are
 * derived from it, so that both tell the same.
 */
final class CloudClock {

	private final LongSupplier ticker;

	private final long startNanos;

	private final Instant start = Instant.now();

	CloudClock(LongSupplier ticker) {
		this.ticker = ticker;
		this.startNanos = ticker.getAsLong();
	}

	long nanos() {
		return this.ticker.getAsLong();
	}

	Instant start() {
		return this.start;
	}

	Instant at(long nanos) {
		return this.start.plusNanos(nanos - this.startNanos);
	}

}
