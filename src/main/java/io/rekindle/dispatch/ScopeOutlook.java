package io.rekindle.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.rekindle.command.QuotaScope;
import io.rekindle.command.Service;
import io.rekindle.ledger.LaneQueue;
import io.rekindle.quota.HeldPermits;
import org.jspecify.annotations.Nullable;

/**
 * How a quota scope stands.
 *
 * @param limit servers in any window
 * @param window the length of the sliding window
 * @param held servers that count against the limit now
 * @param queued servers that wait; one that is asked for twice in a lane counts once
 * @param lastLeavesAt when the last of them goes if no more come, by the database's
 * clock. While calls are under way it is the latest that it can be. Null where nothing is
 * queued, and where nobody can tell: a hold stops some of it, or its calls are not known
 * here.
 */
public record ScopeOutlook(QuotaScope scope, int limit, Duration window, int held, long queued,
		@Nullable Instant lastLeavesAt) {

	/**
	 * Puts together what is known of a scope.
	 * @param lanes all of its lanes
	 * @param services whose calls are known here
	 */
	static ScopeOutlook of(QuotaScope scope, HeldPermits permits, List<LaneQueue> lanes, Set<Service> services) {
		List<LaneQueue> waiting = lanes.stream().filter((lane) -> lane.servers() > 0).toList();
		long queued = waiting.stream().mapToLong(LaneQueue::servers).sum();
		boolean going = queued > 0
				&& waiting.stream().noneMatch((lane) -> lane.held() || !services.contains(lane.lane().service()));
		return new ScopeOutlook(scope, permits.limit(), permits.window(), permits.held(), queued,
				going ? lastLeavesAt(permits, waiting, queued) : null);
	}

	private static Instant lastLeavesAt(HeldPermits permits, List<LaneQueue> waiting, long queued) {
		Instant earliest = Instant.MAX;
		Instant latest = permits.now();
		for (LaneQueue lane : waiting) {
			Instant opens = later(permits.now(), lane.blockedUntil());
			earliest = opens.isBefore(earliest) ? opens : earliest;
			latest = later(later(latest, opens), lane.lastDueAt());
		}
		return later(permits.leavesAt(queued, earliest), latest);
	}

	private static Instant later(Instant one, @Nullable Instant other) {
		return (other != null && other.isAfter(one)) ? other : one;
	}

}
