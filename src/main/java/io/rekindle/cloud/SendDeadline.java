package io.rekindle.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Until when a call must have left, by the monotonic clock, which nobody sets, and by the
 * wall clock, which goes on while the machine sleeps. The first that passes counts.
 */
public final class SendDeadline {

	private final InstantSource wallClock;

	private final long startNanos;

	private final Instant start;

	private final Duration allowed;

	private SendDeadline(InstantSource wallClock, Duration allowed) {
		this(wallClock, System.nanoTime(), wallClock.instant(), allowed);
	}

	private SendDeadline(InstantSource wallClock, long startNanos, Instant start, Duration allowed) {
		this.wallClock = wallClock;
		this.startNanos = startNanos;
		this.start = start;
		this.allowed = allowed;
	}

	/** Starts counting now. */
	public static SendDeadline in(Duration allowed) {
		return new SendDeadline(InstantSource.system(), allowed);
	}

	static SendDeadline in(Duration allowed, InstantSource wallClock) {
		return new SendDeadline(wallClock, allowed);
	}

	/** The same start, with less time if {@code allowed} is less. */
	public SendDeadline atMost(Duration allowed) {
		return (allowed.compareTo(this.allowed) < 0)
				? new SendDeadline(this.wallClock, this.startNanos, this.start, allowed) : this;
	}

	/** Zero or negative once it has passed. */
	Duration remaining() {
		Duration monotonic = this.allowed.minusNanos(System.nanoTime() - this.startNanos);
		Duration wall = this.allowed.minus(Duration.between(this.start, this.wallClock.instant()));
		return (monotonic.compareTo(wall) < 0) ? monotonic : wall;
	}

}
