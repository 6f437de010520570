package io.rekindle.ledger;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A target that waits for a call.
 *
 * @param command the ledger's number of its command
 * @param attempts how many calls with it have left
 * @param putOff how many of them the cloud has throttled or was too busy for
 * @param pack where set, it shares a call only with targets of the same pack: one of them
 * made the cloud refuse a batch
 * @param timeLeft until it may no longer be sent; null where it always may
 */
public record QueuedTarget(long id, long command, String resourceId, int attempts, int putOff, @Nullable Long pack,
		@Nullable Duration timeLeft) {

	/** Whether it is too late to send it. */
	public boolean expired() {
		return this.timeLeft != null && !this.timeLeft.isPositive();
	}

}
