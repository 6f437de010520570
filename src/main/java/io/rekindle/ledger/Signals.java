package io.rekindle.ledger;

import org.springframework.stereotype.Component;

/** What has happened in this replica, and what its loops wait for. */
@Component
public class Signals {

	private final Signal queued = new Signal();

	private final Signal replied = new Signal();

	private final Signal recorded = new Signal();

	/** Targets have come into the queue, or a call has ended. */
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

}
