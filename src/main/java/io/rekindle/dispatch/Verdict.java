package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

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
		Function<QueuedTarget, Change> change = change(call, reply);
		List<TargetChange> changes = call.plan()
			.targets()
			.stream()
			.map((target) -> new TargetChange(target.id(), call.id(), change.apply(target)))
			.toList();
		return new EndedCall(call.id(), reply, changes);
	}

	private Function<QueuedTarget, Change> change(OpenCall call, Reply reply) {
		return switch (reply) {
			case Reply.Accepted(String jobId, String requestId) -> (target) -> new Change.Submitted(jobId, requestId);
			case Reply.Refused(CloudError error, boolean wholeCall) -> {
				Narrowing narrowing = Narrowing.of(call.plan(), error);
				yield (wholeCall || narrowing.alone()) ? (target) -> new Change.Failed(FailureReason.REFUSED, error)
						: (target) -> {
							Narrowing.Place place = narrowing.placeOf(target);
							return new Change.Requeued(Duration.ZERO, true, false, place.pack(), place.aside());
						};
			}
			case Reply.Throttled(CloudError error, Duration retryAfter) -> {
				// One wait for the whole call, so that it is one call again.
				int most = call.plan().targets().stream().mapToInt(QueuedTarget::putOff).max().orElse(0);
				Duration wait = longer(this.backoff.delay(most), retryAfter);
				yield (target) -> putOff(target, error, wait);
			}
			case Reply.Busy(CloudError error) -> (target) -> putOff(target, error, BUSY);
			case Reply.SignedOut signedOut -> (target) -> new Change.Requeued(OURS, true, false, target.pack());
			case Reply.NeverSent neverSent -> (target) -> new Change.Requeued(OURS, false, false, target.pack());
			case Reply.Ambiguous(CloudError error) ->
				(target) -> new Change.Failed(FailureReason.OUTCOME_UNKNOWN, error);
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
