package io.rekindle.ledger;

import org.slf4j.Logger;

import org.springframework.core.NestedExceptionUtils;

/**
 * Says once that something can't be done, and once that it works again, however often it
 * was tried in between.
 */
public final class OutageLog {

	private final Logger log;

	private final String work;

	private boolean away;

	/**
	 * A log of one piece of work.
	 * @param work what is tried again and again, such as "Recording replies"
	 */
	public OutageLog(Logger log, String work) {
		this.log = log;
		this.work = work;
	}

	/** Notes that it failed. */
	public synchronized void failed(Throwable failure) {
		if (!this.away) {
			this.log.warn("{} does not work now and is tried again until it does: {}", this.work,
					NestedExceptionUtils.getMostSpecificCause(failure).toString());
		}
		this.log.debug("Failed", failure);
		this.away = true;
	}

	/** Notes that it worked. */
	public synchronized void worked() {
		if (this.away) {
			this.log.info("{} works again", this.work);
		}
		this.away = false;
	}

}
