package io.rekindle.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.rekindle.command.Lane;
import io.rekindle.command.Service;

/**
 * The calls that this replica may have in flight. Busy lanes share those of a service,
 * and leave some free: a few lanes whose calls hang don't keep another one from its
 * first.
 */
final class Slots {

	private final int perService;

	private final Map<Lane, Integer> taken = new HashMap<>();

	private final Map<Service, Integer> takenByService = new HashMap<>();

	Slots(int perService) {
		this.perService = perService;
	}

	/**
	 * The service's lanes that are busy, each counted once.
	 * @param ready the lanes that have work
	 */
	synchronized Map<Service, Integer> busy(Collection<Lane> ready) {
		Set<Lane> busy = new HashSet<>(this.taken.keySet());
		busy.addAll(ready);
		Map<Service, Integer> count = new HashMap<>();
		busy.forEach((lane) -> count.merge(lane.service(), 1, Integer::sum));
		return count;
	}

	/**
	 * How many more calls lanes may start.
	 * @param busy as {@link #busy} tells
	 * @return only those that may start any, in the order of {@code lanes}
	 */
	synchronized Map<Lane, Integer> free(Collection<Lane> lanes, Map<Service, Integer> busy) {
		Map<Lane, Integer> free = new LinkedHashMap<>();
		Map<Service, Integer> promised = new HashMap<>(this.takenByService);
		for (Lane lane : lanes) {
			int all = promised.getOrDefault(lane.service(), 0);
			int own = this.taken.getOrDefault(lane, 0);
			int share = Math.max(1, this.perService / (busy.getOrDefault(lane.service(), 0) + 1));
			// At most half of what the others leave: the shares of lanes that come one
			// after the other, and hang, would add up to more than there is.
			int half = (this.perService - (all - own) + 1) / 2;
			int more = Math.min(this.perService - all, Math.min(share, half) - own);
			if (more > 0) {
				free.put(lane, more);
				promised.merge(lane.service(), more, Integer::sum);
			}
		}
		return free;
	}

	synchronized void take(Lane lane) {
		this.taken.merge(lane, 1, Integer::sum);
		this.takenByService.merge(lane.service(), 1, Integer::sum);
	}

	synchronized void giveBack(Lane lane) {
		this.taken.computeIfPresent(lane, (key, count) -> (count == 1) ? null : count - 1);
		this.takenByService.merge(lane.service(), -1, Integer::sum);
		notifyAll();
	}

	/** Waits until no call is in flight, or the time is up. */
	synchronized void awaitNone(long millis) throws InterruptedException {
		long end = System.nanoTime() + millis * 1_000_000;
		long left = millis;
		while (!this.taken.isEmpty() && left > 0) {
			wait(left);
			left = (end - System.nanoTime()) / 1_000_000;
		}
	}

}
