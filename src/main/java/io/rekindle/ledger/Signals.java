package io.rekindle.ledger;

import org.springframework.stereotype.Component;

/** What has happened in this replica, and what its loops wait for. */
@Component
public class Signals {

	private final Signal queued = new Signal();

	private final Signal replied = new Signal();

	private final Signal recorded = new Signal();

	private final Signal changed = new Signal();

	/**
	 * Targets have come into the queue, or a call has ended. Also raised for what other
	 * replicas have changed.
	 */
	public Signal queued() {
		return this.queued;
	}

	/** A reply has come, and is to be recorded. */
	public Signal replied() {
		return this.replied;
	}

	/** Outcomes were written. */
	public Signal recorded() {
		return this.recorded;
	}

	/**
	 * This replica has changed what the others wait for: targets have come into the queue
	 * or gone back to it, or permits come back sooner. Never raised for what other
	 * replicas have changed: they would tell each other for ever.
	 */
	public Signal changed() {
		return this.changed;
	}

}
