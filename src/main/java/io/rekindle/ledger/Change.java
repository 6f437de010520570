package io.rekindle.ledger;

import java.time.Duration;

import io.rekindle.command.CloudError;
import io.rekindle.command.FailureReason;
import org.jspecify.annotations.Nullable;

/** What a reply, or the want of one, means for one target. */
public sealed interface Change {

	/** The cloud has taken it. */
	record Submitted(@Nullable String jobId, @Nullable String requestId) implements Change {

	}

	/**
	 * It will not be carried out, or nobody knows.
	 *
	 * @param error what the cloud said; null where it was not asked
	 */
	record Failed(FailureReason reason, @Nullable CloudError error) implements Change {

	}

	/**
	 * It goes back to the queue.
	 *
	 * @param delay until it may be sent again; zero for at once
	 * @param left whether the call left: only then it counts as an attempt
	 * @param putOff whether the cloud throttled it or was too busy
	 * @param pack see {@link QueuedTarget#pack()}
	 * @param aside whether it waits while others of its pack are tried
	 */
	record Requeued(Duration delay, boolean left, boolean putOff, @Nullable Long pack,
			boolean aside) implements Change {

		/** One that waits for nothing but its delay. */
		public Requeued(Duration delay, boolean left, boolean putOff, @Nullable Long pack) {
			this(delay, left, putOff, pack, false);
		}

	}

}
