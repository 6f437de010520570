package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.rekindle.cloud.Cloud;
import io.rekindle.cloud.SendDeadline;
import io.rekindle.command.Lane;
import io.rekindle.ledger.CallLog;
import io.rekindle.ledger.CallPlan;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.QueuedTarget;
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

	private final CallLog calls;

	private final SlidingWindow window;

	private final DispatchSettings settings;

	private final Clocks clocks;

	/** From now until the cloud has read a call at the latest (docs/quota.md, step 4). */
	private final Duration longestUnread;

	Claims(TransactionTemplate transaction, TargetQueue queue, CallLog calls, SlidingWindow window,
			DispatchSettings settings, Cloud cloud, Clocks clocks) {
		this.transaction = transaction;
		this.queue = queue;
		this.calls = calls;
		this.window = window;
		this.settings = settings;
		this.clocks = clocks;
		this.longestUnread = settings.sendDeadline().plus(cloud.callTimeout().multipliedBy(2));
	}

	/**
	 * Claims calls for a replica.
	 * @param maxCalls the most calls of each lane; the lanes are those of one quota
	 * scope, or a single one that no limit binds
	 */
	Claim claim(UUID worker, Map<Lane, Integer> maxCalls) {
		SendDeadline deadline = this.clocks.deadlines().apply(this.settings.sendDeadline());
		List<OpenCall> claimed = this.transaction.execute((status) -> {
			Optional<Permits> permits = maxCalls.keySet().iterator().next().quotaScope().map(this.window::lock);
			List<Batch> batches = new ArrayList<>();
			Map<Lane, Integer> shares = shares(maxCalls, permits.map(Permits::free).orElse(MOST_TARGETS));
			maxCalls.forEach((lane, calls) -> batches.addAll(pack(lane, shares.getOrDefault(lane, 0), calls)));
			return batches.isEmpty() ? List.of() : open(worker, batches, permits);
		});
		return new Claim(claimed, deadline);
	}

	/** How many targets each lane may take from its head. */
	private Map<Lane, Integer> shares(Map<Lane, Integer> maxCalls, int free) {
		if (free == 0) {
			return Map.of();
		}
		Map<Lane, Integer> room = new LinkedHashMap<>();
		maxCalls.forEach((lane, calls) -> room.put(lane,
				Math.min(Math.min(MOST_TARGETS, free), calls * this.settings.maxBatch(lane.service()))));
		List<Lane> lanes = List.copyOf(room.keySet());
		return (lanes.size() == 1) ? room : Shares.of(lanes, this.queue.waiting(lanes, free), room, free);
	}

	private List<Batch> pack(Lane lane, int share, int maxCalls) {
		List<QueuedTarget> locked = (share > 0) ? this.queue.lock(lane, share) : List.of();
		if (locked.isEmpty()) {
			return List.of();
		}
		List<QueuedTarget> sendable = Stream.concat(locked.stream(), this.queue.lockTwins(lane, locked).stream())
			.filter((target) -> !target.expired())
			.toList();
		return Packing.pack(sendable, this.settings.maxBatch(lane.service()), share, maxCalls)
			.stream()
			.map((targets) -> new Batch(lane, targets))
			.toList();
	}

	private List<OpenCall> open(UUID worker, List<Batch> batches, Optional<Permits> permits) {
		List<Long> grants = permits
			.map((free) -> this.window.grant(free, batches.stream().map(Batch::servers).toList(), this.longestUnread))
			.orElse(List.of());
		Map<Lane, List<CallPlan>> plans = new LinkedHashMap<>();
		for (int i = 0; i < batches.size(); i++) {
			plans.computeIfAbsent(batches.get(i).lane(), (lane) -> new ArrayList<>())
				.add(new CallPlan(batches.get(i).targets(), grants.isEmpty() ? null : grants.get(i)));
		}
		List<OpenCall> opened = new ArrayList<>();
		plans.forEach((lane, each) -> opened.addAll(this.calls.open(worker, lane, each)));
		return opened;
	}

	/** The targets of one call. */
	private record Batch(Lane lane, List<QueuedTarget> targets) {

		int servers() {
			return (int) this.targets.stream().map(QueuedTarget::resourceId).distinct().count();
		}

	}

}
