package io.rekindle.ledger;

import org.springframework.stereotype.Component;

/** What this replica has written and others in it wait for. */
@Component
public class Signals {

	private final Signal queued = new Signal();

	private final Signal recorded = new Signal();

	/** Targets have come into the queue, or a call has ended. */
	public Signal queued() {
		return this.queued;
	}

	/** Outcomes were written. */
	public Signal recorded() {
		return this.recorded;
	}

}
