package io.rekindle.dispatch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

import io.rekindle.command.Lane;

/**
 * Divides the free permits of a scope among its lanes: the highest priority first,
 * whichever lane it waits in, and evenly among the lanes of one priority, so that a long
 * queue in one leaves the others their turns.
 */
final class Shares {

	private Shares() {
	}

	/**
	 * Says how many targets each lane may take from its head.
	 * @param lanes in turn: the first is given what can't be divided
	 * @param waiting how many targets wait, by lane and priority
	 * @param room the most of each lane
	 * @param free the permits
	 * @return the lanes that get any
	 */
	static Map<Lane, Integer> of(List<Lane> lanes, Map<Lane, NavigableMap<Integer, Integer>> waiting,
			Map<Lane, Integer> room, int free) {
		Map<Lane, Integer> shares = new LinkedHashMap<>();
		Set<Integer> priorities = new TreeSet<>(Comparator.reverseOrder());
		waiting.values().forEach((counts) -> priorities.addAll(counts.keySet()));
		int left = free;
		for (int priority : priorities) {
			Map<Lane, Integer> wanted = new LinkedHashMap<>();
			for (Lane lane : lanes) {
				int waits = waiting.containsKey(lane) ? waiting.get(lane).getOrDefault(priority, 0) : 0;
				int more = Math.min(waits, room.getOrDefault(lane, 0) - shares.getOrDefault(lane, 0));
				if (more > 0) {
					wanted.put(lane, more);
				}
			}
			left = divide(wanted, left, shares);
		}
		return shares;
	}

	/** Those that want least are served first: what they leave is for the others. */
	private static int divide(Map<Lane, Integer> wanted, int free, Map<Lane, Integer> shares) {
		List<Map.Entry<Lane, Integer>> least = wanted.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
		int left = free;
		for (int i = 0; i < least.size() && left > 0; i++) {
			int share = Math.min(least.get(i).getValue(), Math.ceilDiv(left, least.size() - i));
			shares.merge(least.get(i).getKey(), share, Integer::sum);
			left -= share;
		}
		return left;
	}

}
