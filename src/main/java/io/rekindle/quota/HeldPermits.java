package io.rekindle.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is held of a quota scope at one moment, and so when it comes back. A call that is
 * under way holds its permits as long as it may take at the most: until its reply is
 * there, all times here are the latest ones.
 *
 * @param now the moment, by the database's clock
 * @param limit servers in any window
 * @param window the length of the sliding window
 * @param grants those that have not ended
 */
public record HeldPermits(Instant now, int limit, Duration window, List<Grant> grants) {

	public HeldPermits {
		grants = grants.stream().sorted(Comparator.comparing(Grant::endsAt)).toList();
	}

	/** Servers that count against the limit; more than it where it was lowered. */
	public int held() {
		return this.grants.stream().mapToInt(Grant::permits).sum();
	}

	/**
	 * Tells when a server gets its permit, where each takes one as soon as it is free and
	 * holds it for a window.
	 * @param place among those that wait; the next one's is 1
	 * @param earliest before which none of them goes
	 */
	public Instant leavesAt(long place, Instant earliest) {
		NavigableMap<Instant, Integer> free = freeFrom(later(this.now, earliest));
		long before = place - 1;
		// What is held for long, as by a call under way, leaves the others more turns.
		while (free.firstKey().plus(this.window).isBefore(free.lastKey())) {
			Map.Entry<Instant, Integer> first = free.pollFirstEntry();
			if (before < first.getValue()) {
				return first.getKey();
			}
			before -= first.getValue();
			free.merge(first.getKey().plus(this.window), first.getValue(), Integer::sum);
		}
		Duration windows = this.window.multipliedBy(before / this.limit);
		return nth((int) (before % this.limit), free).plus(windows);
	}

	/** As many permits as the limit has, by the time from which each can be taken. */
	private NavigableMap<Instant, Integer> freeFrom(Instant start) {
		NavigableMap<Instant, Integer> free = new TreeMap<>();
		int spare = this.limit - held();
		if (spare > 0) {
			free.put(start, spare);
		}
		int excess = Math.max(0, -spare);
		for (Grant grant : this.grants) {
			int usable = Math.max(0, grant.permits() - excess);
			excess -= grant.permits() - usable;
			if (usable > 0) {
				free.merge(later(grant.endsAt(), start), usable, Integer::sum);
			}
		}
		return free;
	}

	private static Instant nth(int permit, NavigableMap<Instant, Integer> free) {
		int passed = 0;
		for (Map.Entry<Instant, Integer> each : free.entrySet()) {
			passed += each.getValue();
			if (permit < passed) {
				return each.getKey();
			}
		}
		throw new IllegalStateException(permit + " of " + passed + " permits");
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/**
	 * One call's permits.
	 *
	 * @param permits servers
	 * @param endsAt until when they count, by the database's clock
	 */
	public record Grant(int permits, Instant endsAt) {

	}

}
