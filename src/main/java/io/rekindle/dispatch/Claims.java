package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.rekindle.cloud.Cloud;
import io.rekindle.cloud.SendDeadline;
import io.rekindle.command.FailureReason;
import io.rekindle.command.Lane;
import io.rekindle.ledger.CallLog;
import io.rekindle.ledger.CallPlan;
import io.rekindle.ledger.Change;
import io.rekindle.ledger.QueuedTarget;
import io.rekindle.ledger.TargetChange;
import io.rekindle.ledger.TargetLog;
import io.rekindle.ledger.TargetQueue;
import io.rekindle.quota.Permits;
import io.rekindle.quota.SlidingWindow;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The first of the two transactions of a call: targets are packed, their permits taken,
 * and the call written down, before any of it leaves.
 */
@Component
class Claims {

	/** Targets looked at in one transaction, so that it stays short. */
	private static final int MOST_TARGETS = 2_000;

	private final TransactionTemplate transaction;

	private final TargetQueue queue;

	private final TargetLog targets;

	private final CallLog calls;

	private final SlidingWindow window;

	private final DispatchSettings settings;

	private final Duration longestCall;

	Claims(TransactionTemplate transaction, TargetQueue queue, TargetLog targets, CallLog calls, SlidingWindow window,
			DispatchSettings settings, Cloud cloud) {
		this.transaction = transaction;
		this.queue = queue;
		this.targets = targets;
		this.calls = calls;
		this.window = window;
		this.settings = settings;
		this.longestCall = settings.sendDeadline().plus(cloud.callTimeout());
	}

	/** Claims up to {@code maxCalls} calls of a lane for a replica. */
	Claim claim(UUID worker, Lane lane, int maxCalls) {
		SendDeadline deadline = SendDeadline.in(this.settings.sendDeadline());
		return this.transaction.execute((status) -> {
			Optional<Permits> permits = lane.quotaScope().map(this.window::lock);
			int maxBatch = this.settings.maxBatch(lane.service());
			int most = Math.min(MOST_TARGETS, maxBatch * maxCalls);
			if (permits.isPresent()) {
				most = Math.min(most, permits.get().free());
			}
			if (most == 0) {
				return new Claim(List.of(), deadline, false, permits.map(Permits::nextEnd).orElse(null));
			}
			List<QueuedTarget> locked = this.queue.lock(lane, most);
			List<QueuedTarget> live = expire(locked, lane);
			boolean more = locked.size() == most;
			List<List<QueuedTarget>> packed = Packing.pack(live, maxBatch, most, maxCalls);
			if (packed.isEmpty()) {
				return new Claim(List.of(), deadline, more, null);
			}
			List<Long> grants = permits.map((free) -> grant(free, packed)).orElse(List.of());
			List<CallPlan> plans = new ArrayList<>();
			for (int i = 0; i < packed.size(); i++) {
				plans.add(new CallPlan(packed.get(i), grants.isEmpty() ? null : grants.get(i)));
			}
			return new Claim(this.calls.open(worker, lane, plans), deadline, more, null);
		});
	}

	/** No permit is spent on what is too late; returns the others and their twins. */
	private List<QueuedTarget> expire(List<QueuedTarget> locked, Lane lane) {
		List<QueuedTarget> all = locked.isEmpty() ? locked
				: Stream.concat(locked.stream(), this.queue.lockTwins(lane, locked).stream()).toList();
		List<TargetChange> expired = all.stream()
			.filter(QueuedTarget::expired)
			.map((target) -> new TargetChange(target.id(), null, new Change.Failed(FailureReason.EXPIRED, null)))
			.toList();
		if (!expired.isEmpty()) {
			this.targets.write(expired);
		}
		return all.stream().filter((target) -> !target.expired()).toList();
	}

	private List<Long> grant(Permits free, List<List<QueuedTarget>> packed) {
		return this.window.grant(free, packed.stream().map(Claims::servers).toList(), this.longestCall);
	}

	private static int servers(List<QueuedTarget> targets) {
		return (int) targets.stream().map(QueuedTarget::resourceId).distinct().count();
	}

}
