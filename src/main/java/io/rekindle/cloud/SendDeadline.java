package io.rekindle.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Until when a call must have left, by the monotonic clock, which nobody sets, and by the
 * wall clock, which goes on while the machine sleeps. The first that passes counts.
 */
public final class SendDeadline {

	private final LongSupplier nanos;

	private final InstantSource wallClock;

	private final long startNanos;

	private final Instant start;

	private final Duration allowed;

	private SendDeadline(LongSupplier nanos, InstantSource wallClock, long startNanos, Instant start,
			Duration allowed) {
		this.nanos = nanos;
		this.wallClock = wallClock;
		this.startNanos = startNanos;
		this.start = start;
		this.allowed = allowed;
	}

	/** Starts counting now, by the clocks of this machine. */
	public static SendDeadline in(Duration allowed) {
		return in(allowed, InstantSource.system());
	}

	static SendDeadline in(Duration allowed, InstantSource wallClock) {
		return in(allowed, System::nanoTime, wallClock);
	}

	/**
	 * Starts counting now.
	 * @param nanos the monotonic clock
	 */
	static SendDeadline in(Duration allowed, LongSupplier nanos, InstantSource wallClock) {
		return new SendDeadline(nanos, wallClock, nanos.getAsLong(), wallClock.instant(), allowed);
	}

	/** The same start, with less time if {@code allowed} is less. */
	public SendDeadline atMost(Duration allowed) {
		return (allowed.compareTo(this.allowed) < 0)
				? new SendDeadline(this.nanos, this.wallClock, this.startNanos, this.start, allowed) : this;
	}

	/** Zero or negative once it has passed. */
	Duration remaining() {
		Duration monotonic = this.allowed.minusNanos(this.nanos.getAsLong() - this.startNanos);
		Duration wall = this.allowed.minus(Duration.between(this.start, this.wallClock.instant()));
		return (monotonic.compareTo(wall) < 0) ? monotonic : wall;
	}

}
