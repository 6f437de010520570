package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.rekindle.cloud.Cloud;
import io.rekindle.command.CloudError;
import io.rekindle.command.FailureReason;
import io.rekindle.ledger.CallLog;
import io.rekindle.ledger.Change;
import io.rekindle.ledger.OutageLog;
import io.rekindle.ledger.TargetChange;
import io.rekindle.ledger.TargetLog;
import io.rekindle.ledger.Workers;
import io.rekindle.quota.SlidingWindow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Settles the calls whose reply will never be recorded (P3), above all those of replicas
 * that have died.
 */
@Component
class LostCalls {

	private static final Logger log = LoggerFactory.getLogger(LostCalls.class);

	private final Worker worker;

	private final Workers workers;

	private final CallLog calls;

	private final TargetLog targets;

	private final SlidingWindow window;

	private final TransactionTemplate transaction;

	private final Duration sendDeadline;

	private final Duration longestCall;

	private final SilentWorkers silentWorkers;

	private final OutageLog outage = new OutageLog(log, "Watching for lost calls");

	LostCalls(Worker worker, Workers workers, CallLog calls, TargetLog targets, SlidingWindow window,
			TransactionTemplate transaction, DispatchSettings settings, Cloud cloud, Clocks clocks) {
		this.worker = worker;
		this.workers = workers;
		this.calls = calls;
		this.targets = targets;
		this.window = window;
		this.transaction = transaction;
		this.sendDeadline = settings.sendDeadline();
		this.longestCall = this.sendDeadline.plus(cloud.callTimeout());
		this.silentWorkers = new SilentWorkers(clocks.nanos());
	}

	/** Beats for this replica, and looks for calls whose reply will never be recorded. */
	@Scheduled(fixedDelay = 2_000)
	void look() {
		try {
			this.workers.beat(this.worker.id());
			settleUnknownHere();
			settleDead(this.silentWorkers.dead(this.workers.seen()));
			this.outage.worked();
		}
		catch (RuntimeException ex) {
			this.outage.failed(ex);
		}
	}

	/**
	 * Calls of this replica that it does not know of: they were committed, and the
	 * database broke off before it could say so. Nobody sent them, and once the send
	 * deadline has passed, nobody will.
	 */
	private void settleUnknownHere() {
		List<Long> unknown = this.calls.open(Set.of(this.worker.id()), this.sendDeadline.plus(SilentWorkers.BEAT))
			.stream()
			.filter((call) -> !this.worker.knows(call))
			.toList();
		settle(unknown, new Change.Requeued(Duration.ZERO, false, false, null), true);
	}

	private void settleDead(List<UUID> dead) {
		if (dead.isEmpty()) {
			return;
		}
		List<Long> lost = this.calls.open(dead, this.longestCall);
		settle(lost,
				new Change.Failed(FailureReason.OUTCOME_UNKNOWN,
						CloudError.withoutReply("the replica that made the call died before the reply was recorded")),
				false);
		this.workers.forget(dead);
		if (!lost.isEmpty()) {
			log.atWarn()
				.addKeyValue("calls", lost)
				.addKeyValue("workers", dead)
				.log("Replicas died with calls in flight; nobody can tell whether those happened");
		}
	}

	private void settle(List<Long> calls, Change change, boolean neverSent) {
		if (calls.isEmpty()) {
			return;
		}
		this.transaction.executeWithoutResult((status) -> {
			List<CallLog.LostTarget> lost = this.calls.lose(calls);
			this.targets.write(lost.stream()
				.map((target) -> new TargetChange(target.targetId(), target.callId(), change))
				.toList());
			if (neverSent) {
				this.window.end(lost.stream()
					.map(CallLog.LostTarget::grantId)
					.filter(Objects::nonNull)
					.distinct()
					.map((grant) -> new SlidingWindow.GrantEnd(grant, null))
					.toList());
			}
		});
	}

}
