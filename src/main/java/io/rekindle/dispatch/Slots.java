package io.rekindle.dispatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.rekindle.command.Lane;

/**
 * The calls that this replica may have in flight. Busy lanes share those of a service,
 * and leave some free: a few lanes whose calls hang don't keep another one from its
 * first.
 */
final class Slots {

	private final int perService;

	private final Map<Lane, Integer> taken = new HashMap<>();

	Slots(int perService) {
		this.perService = perService;
	}

	/**
	 * How many more calls a lane may start.
	 * @param ready the lanes that have work
	 */
	synchronized int free(Lane lane, List<Lane> ready) {
		Set<Lane> busy = new HashSet<>(this.taken.keySet());
		busy.addAll(ready);
		busy.removeIf((other) -> other.service() != lane.service());
		int share = Math.max(1, this.perService / (busy.size() + 1));
		int all = this.taken.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().service() == lane.service())
			.mapToInt(Map.Entry::getValue)
			.sum();
		int own = this.taken.getOrDefault(lane, 0);
		// At most half of what the others leave: the shares of lanes that come one
		// after the other, and hang, would add up to more than there is.
		int half = (this.perService - (all - own) + 1) / 2;
		return Math.max(0, Math.min(this.perService - all, Math.min(share, half) - own));
	}

	synchronized void take(Lane lane) {
		this.taken.merge(lane, 1, Integer::sum);
	}

	synchronized void giveBack(Lane lane) {
		this.taken.computeIfPresent(lane, (key, count) -> (count == 1) ? null : count - 1);
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
