package io.rekindle.dispatch;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * What is to happen, in the order of time. One piece of work ends before the next begins,
 * however long it takes; but a call reaches the cloud at its very moment, also in the
 * midst of such a piece.
 */
final class Timeline {

	private final HandTime time;

	private final Wire wire;

	private final Runnable arrival;

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparing(Event::at).thenComparingLong(Event::number));

	private long number;

	/**
	 * Begins now.
	 * @param arrival lets the wire's next call arrive
	 */
	Timeline(HandTime time, Wire wire, Runnable arrival) {
		this.time = time;
		this.wire = wire;
		this.arrival = arrival;
	}

	void after(Duration delay, Runnable work) {
		this.events.add(new Event(this.time.now().plus(delay), this.number++, work));
	}

	/** Lets things happen until all is done, and every call has arrived. */
	void run(BooleanSupplier done) {
		while (!done.getAsBoolean()) {
			Event next = this.events.remove();
			moveTo(next.at());
			next.work().run();
		}
		for (Duration next = this.wire.next(); next != null; next = this.wire.next()) {
			arrive(next);
		}
	}

	/** Lets time pass in the midst of something. */
	void pass(Duration delay) {
		moveTo(this.time.now().plus(delay));
	}

	private void moveTo(Duration moment) {
		for (Duration next = this.wire.next(); next != null && next.compareTo(moment) <= 0; next = this.wire.next()) {
			arrive(next);
		}
		forward(moment);
	}

	private void arrive(Duration moment) {
		forward(moment);
		this.arrival.run();
	}

	/** What was due while other work took its time is done late, and not in the past. */
	private void forward(Duration moment) {
		if (moment.compareTo(this.time.now()) > 0) {
			this.time.set(moment);
		}
	}

	private record Event(Duration at, long number, Runnable work) {

	}

}
