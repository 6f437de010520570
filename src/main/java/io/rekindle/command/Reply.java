package io.rekindle.command;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What became of one call, as far as can be told. The cases follow CLOUD_API.md, section
 * 3.
 */
public sealed interface Reply {

	/**
	 * The cloud has taken the job for all targets of the call.
	 *
	 * @param jobId the cloud's job; null where the API gives none
	 * @param requestId the cloud's id of the request, where it gave one
	 */
	record Accepted(@Nullable String jobId, @Nullable String requestId) implements Reply {

		public Accepted {
			jobId = Bounded.text(jobId, 128);
			requestId = Bounded.text(requestId, 128);
		}

	}

	/**
	 * The cloud certainly did nothing and won't do it when asked again.
	 *
	 * @param wholeCall whether the cause lies in the call as a whole, such as a missing
	 * permission; else one target may have spoilt it for the others
	 */
	record Refused(CloudError error, boolean wholeCall) implements Reply {

	}

	/**
	 * The cloud did nothing because too much was asked of it.
	 *
	 * @param retryAfter how long it wants to be left alone, where it said so
	 */
	record Throttled(CloudError error, @Nullable Duration retryAfter) implements Reply {

	}

	/**
	 * The cloud did nothing because of something that passes by itself within about a
	 * minute.
	 */
	record Busy(CloudError error) implements Reply {

	}

	/** The cloud did nothing because it did not accept who we are. */
	record SignedOut(CloudError error) implements Reply {

	}

	/** Sent, and it may or may not have happened. */
	record Ambiguous(CloudError error) implements Reply {

	}

	/** Not a byte of the request left. */
	record NeverSent(CloudError error) implements Reply {

	}

}
