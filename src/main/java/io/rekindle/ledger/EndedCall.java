package io.rekindle.ledger;

import java.util.List;
import java.util.Locale;

import io.rekindle.command.CloudError;
import io.rekindle.command.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A call with its reply and what it means.
 *
 * @param changes one for each target of the call
 */
public record EndedCall(long id, Reply reply, List<TargetChange> changes) {

	/** The kind of reply, such as {@code REFUSED}. */
	public String kind() {
		return this.reply.getClass().getSimpleName().toUpperCase(Locale.ROOT);
	}

	/** What the cloud said where it did not take the call. */
	public @Nullable CloudError error() {
		return switch (this.reply) {
			case Reply.Accepted accepted -> null;
			case Reply.Refused(CloudError error, boolean wholeCall) -> error;
			case Reply.Throttled(CloudError error, var retryAfter) -> error;
			case Reply.Busy(CloudError error) -> error;
			case Reply.SignedOut(CloudError error) -> error;
			case Reply.Ambiguous(CloudError error) -> error;
			case Reply.NeverSent(CloudError error) -> error;
		};
	}

	@Nullable String jobId() {
		return (this.reply instanceof Reply.Accepted accepted) ? accepted.jobId() : null;
	}

	@Nullable String requestId() {
		if (this.reply instanceof Reply.Accepted accepted) {
			return accepted.requestId();
		}
		CloudError error = error();
		return (error != null) ? error.requestId() : null;
	}

}
