package io.rekindle.simulatedcloud;

import java.util.function.Predicate;

/** A fault that was ordered, for some calls or until it is lifted. */
public final class FaultOrder {

	private final Fault fault;

	private final Predicate<CloudRequest> matching;

	private long left;

	private long taken;

	FaultOrder(Fault fault, Predicate<CloudRequest> matching, long calls) {
		this.fault = fault;
		this.matching = matching;
		this.left = calls;
	}

	/** Ends it: no further call gets it. */
	public synchronized void lift() {
		this.left = 0;
	}

	/** How many calls got it. */
	public synchronized long taken() {
		return this.taken;
	}

	Fault fault() {
		return this.fault;
	}

	synchronized boolean isSpent() {
		return this.left == 0;
	}

	synchronized boolean takes(CloudRequest request) {
		if (this.left == 0 || !this.matching.test(request)) {
			return false;
		}
		this.left--;
		this.taken++;
		return true;
	}

}
