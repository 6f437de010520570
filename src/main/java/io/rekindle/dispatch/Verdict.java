package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;

import io.rekindle.command.CloudError;
import io.rekindle.command.FailureReason;
import io.rekindle.command.Reply;
import io.rekindle.ledger.Change;
import io.rekindle.ledger.EndedCall;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.QueuedTarget;
import io.rekindle.ledger.TargetChange;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means for the targets of its call (CLOUD_API.md, section 3, "Then").
 */
final class Verdict {

	/** "Later, after about a minute." */
	private static final Duration BUSY = Duration.ofSeconds(60);

	/** Our side or the way there is at fault: soon again, and no attempt is used up. */
	private static final Duration OURS = Duration.ofSeconds(10);

	private final int maxAttempts;

	private final Backoff backoff;

	Verdict(int maxAttempts, Backoff backoff) {
		this.maxAttempts = maxAttempts;
		this.backoff = backoff;
	}

	EndedCall of(OpenCall call, Reply reply) {
		List<TargetChange> changes = call.plan()
			.targets()
			.stream()
			.map((target) -> new TargetChange(target.id(), call.id(), change(call, target, reply)))
			.toList();
		return new EndedCall(call.id(), reply, changes);
	}

	private Change change(OpenCall call, QueuedTarget target, Reply reply) {
		return switch (reply) {
			case Reply.Accepted(String jobId, String requestId) -> new Change.Submitted(jobId, requestId);
			case Reply.Refused(CloudError error, boolean wholeCall) -> {
				Narrowing narrowing = Narrowing.of(call.plan(), error);
				yield (wholeCall || narrowing.alone()) ? new Change.Failed(FailureReason.REFUSED, error)
						: new Change.Requeued(Duration.ZERO, true, false, narrowing.packOf(target));
			}
			case Reply.Throttled(CloudError error, Duration retryAfter) ->
				putOff(target, error, longer(this.backoff.delay(target.putOff()), retryAfter));
			case Reply.Busy(CloudError error) -> putOff(target, error, BUSY);
			case Reply.SignedOut signedOut -> new Change.Requeued(OURS, true, false, target.pack());
			case Reply.NeverSent neverSent -> new Change.Requeued(OURS, false, false, target.pack());
			case Reply.Ambiguous(CloudError error) -> new Change.Failed(FailureReason.OUTCOME_UNKNOWN, error);
		};
	}

	/**
	 * A cloud that asks for no wait at all is not taken at its word: attempts would be
	 * gone in a moment.
	 */
	private static Duration longer(Duration backoff, @Nullable Duration retryAfter) {
		return (retryAfter != null && retryAfter.compareTo(backoff) > 0) ? retryAfter : backoff;
	}

	private Change putOff(QueuedTarget target, CloudError error, Duration delay) {
		return (target.putOff() + 1 >= this.maxAttempts) ? new Change.Failed(FailureReason.EXHAUSTED, error)
				: new Change.Requeued(delay, true, true, target.pack());
	}

}
