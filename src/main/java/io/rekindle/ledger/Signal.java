package io.rekindle.ledger;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells one waiting thread that there is something to look at; many signals count as one.
 */
public final class Signal {

	private final Semaphore raised = new Semaphore(0);

	/** Wakes whoever waits, or is the next to wait. */
	public void raise() {
		if (this.raised.availablePermits() == 0) {
			this.raised.release();
		}
	}

	/** Does so when the current transaction has committed, and not if it fails. */
	public void afterCommit() {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				raise();
			}

		});
	}

	/**
	 * Waits for a signal.
	 * @param atMost then it looks anyway
	 * @return whether it was woken
	 */
	public boolean await(Duration atMost) throws InterruptedException {
		boolean woken = this.raised.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
		this.raised.drainPermits();
		return woken;
	}

}
