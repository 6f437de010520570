package io.rekindle.ledger;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One call that is about to be opened.
 *
 * @param targets those that it carries; two commands may ask for the same server
 * @param grantId the permits it took; null where no limit binds the lane
 */
public record CallPlan(List<QueuedTarget> targets, @Nullable Long grantId) {

	public CallPlan {
		targets = List.copyOf(targets);
	}

	/**
	 * How long it may still be sent, by the target with the least time; null where
	 * always.
	 */
	public @Nullable Duration timeLeft() {
		return this.targets.stream()
			.map(QueuedTarget::timeLeft)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/** What is named in the call, each once. */
	public List<String> resourceIds() {
		return this.targets.stream().map(QueuedTarget::resourceId).distinct().toList();
	}

}
