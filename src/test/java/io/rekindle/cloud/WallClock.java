package io.rekindle.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that a test sets by hand. */
final class WallClock implements InstantSource {

	private volatile Instant now = Instant.parse("2026-07-01T12:00:00Z");

	void move(Duration by) {
		this.now = this.now.plus(by);
	}

	@Override
	public Instant instant() {
		return this.now;
	}

}
