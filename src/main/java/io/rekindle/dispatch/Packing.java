package io.rekindle.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.rekindle.ledger.QueuedTarget;

/** Forms calls from targets in the order of the queue. */
final class Packing {

	private Packing() {
	}

	/**
	 * Packs targets into calls: in their order, only such of one pack together, each
	 * server once in one call with all that ask for it.
	 * @param maxBatch the most servers of one call
	 * @param maxServers the most servers of all calls: what is over stays in the queue
	 * @param maxCalls the most calls
	 */
	static List<List<QueuedTarget>> pack(List<QueuedTarget> targets, int maxBatch, int maxServers, int maxCalls) {
		Map<String, List<QueuedTarget>> byServer = new LinkedHashMap<>();
		targets
			.forEach((target) -> byServer.computeIfAbsent(target.resourceId(), (id) -> new ArrayList<>()).add(target));
		Map<Long, Batch> open = new LinkedHashMap<>();
		List<Batch> calls = new ArrayList<>();
		int servers = 0;
		for (List<QueuedTarget> askers : byServer.values()) {
			if (servers == maxServers) {
				break;
			}
			Long pack = Objects.requireNonNullElse(askers.getFirst().pack(), Batch.NO_PACK);
			Batch batch = open.get(pack);
			if (batch == null || batch.servers == maxBatch) {
				if (calls.size() == maxCalls) {
					continue;
				}
				batch = new Batch();
				open.put(pack, batch);
				calls.add(batch);
			}
			batch.targets.addAll(askers);
			batch.servers++;
			servers++;
		}
		return calls.stream().map((batch) -> List.copyOf(batch.targets)).toList();
	}

	private static final class Batch {

		static final Long NO_PACK = 0L;

		private final List<QueuedTarget> targets = new ArrayList<>();

		private int servers;

	}

}
