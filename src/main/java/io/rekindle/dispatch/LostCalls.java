package io.rekindle.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

import io.rekindle.cloud.Cloud;
import io.rekindle.command.CloudError;
import io.rekindle.command.FailureReason;
import io.rekindle.ledger.CallLog;
import io.rekindle.ledger.Change;
import io.rekindle.ledger.OutageLog;
import io.rekindle.ledger.TargetChange;
import io.rekindle.ledger.TargetLog;
import io.rekindle.ledger.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Settles the calls whose reply will never be recorded (P3), above all those of replicas
 * that have died. A replica is taken for dead once it was seen not to beat for a whole
 * lease, by the watcher's own clock and without a gap in its watching: after an outage of
 * the database all replicas have been silent, and none is dead for that.
 */
@Component
class LostCalls {

	static final Duration BEAT = Duration.ofSeconds(2);

	static final Duration LEASE = Duration.ofSeconds(30);

	private static final Logger log = LoggerFactory.getLogger(LostCalls.class);

	private final Worker worker;

	private final Workers workers;

	private final CallLog calls;

	private final TargetLog targets;

	private final TransactionTemplate transaction;

	private final Duration sendDeadline;

	private final Duration longestCall;

	private final OutageLog outage = new OutageLog(log, "Watching for lost calls");

	private final LongSupplier nanos;

	private final Map<UUID, Beat> beats = new HashMap<>();

	private long lastLook;

	@Autowired
	LostCalls(Worker worker, Workers workers, CallLog calls, TargetLog targets, TransactionTemplate transaction,
			DispatchSettings settings, Cloud cloud) {
		this(worker, workers, calls, targets, transaction, settings.sendDeadline(), cloud.callTimeout(),
				System::nanoTime);
	}

	LostCalls(Worker worker, Workers workers, CallLog calls, TargetLog targets, TransactionTemplate transaction,
			Duration sendDeadline, Duration callTimeout, LongSupplier nanos) {
		this.worker = worker;
		this.workers = workers;
		this.calls = calls;
		this.targets = targets;
		this.transaction = transaction;
		this.sendDeadline = sendDeadline;
		this.longestCall = sendDeadline.plus(callTimeout);
		this.nanos = nanos;
		this.lastLook = nanos.getAsLong();
	}

	/** Beats for this replica, and looks for calls whose reply will never be recorded. */
	@Scheduled(fixedDelay = 2_000)
	void look() {
		try {
			this.workers.beat(this.worker.id());
			settleUnknownHere();
			List<UUID> dead = silent(this.workers.seen());
			if (!dead.isEmpty()) {
				settleDead(dead);
			}
			this.outage.worked();
		}
		catch (RuntimeException ex) {
			this.outage.failed(ex);
		}
	}

	/**
	 * Calls of this replica that it does not know of: they were committed, and the
	 * database broke off before it could say so. Nobody sent them, and nobody will.
	 */
	private void settleUnknownHere() {
		List<Long> unknown = this.calls.open(Set.of(this.worker.id()), this.sendDeadline.plus(BEAT))
			.stream()
			.filter((call) -> !this.worker.knows(call))
			.toList();
		if (!unknown.isEmpty()) {
			settle(unknown, new Change.Requeued(Duration.ZERO, false, false, null));
		}
	}

	private void settleDead(List<UUID> dead) {
		List<Long> lost = this.calls.open(dead, this.longestCall);
		if (!lost.isEmpty()) {
			settle(lost, new Change.Failed(FailureReason.OUTCOME_UNKNOWN,
					CloudError.withoutReply("the replica that made the call died before the reply was recorded")));
			log.atWarn()
				.addKeyValue("calls", lost)
				.addKeyValue("workers", dead)
				.log("Replicas died with calls in flight; nobody can tell whether those happened");
		}
		this.workers.forget(dead);
	}

	private void settle(List<Long> lost, Change change) {
		this.transaction.executeWithoutResult((status) -> {
			List<TargetChange> changes = this.calls.lose(lost)
				.stream()
				.map((target) -> new TargetChange(target.targetId(), target.callId(), change))
				.toList();
			if (!changes.isEmpty()) {
				this.targets.write(changes);
			}
		});
	}

	private List<UUID> silent(Map<UUID, Instant> seen) {
		long now = this.nanos.getAsLong();
		if (now - this.lastLook > 3 * BEAT.toNanos()) {
			this.beats.clear();
		}
		this.lastLook = now;
		this.beats.keySet().retainAll(seen.keySet());
		seen.forEach((worker, at) -> this.beats.merge(worker, new Beat(at, now),
				(known, current) -> known.at().equals(current.at()) ? known : current));
		return this.beats.entrySet()
			.stream()
			.filter((entry) -> now - entry.getValue().firstSeen() >= LEASE.toNanos())
			.map(Map.Entry::getKey)
			.toList();
	}

	private record Beat(Instant at, long firstSeen) {

	}

}
