package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that a test moves by hand. */
public final class HandClock implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong();

	public void advance(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

}
