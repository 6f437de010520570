package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.rekindle.cloud.Cloud;
import io.rekindle.command.Lane;
import io.rekindle.command.QuotaScope;
import io.rekindle.ledger.DueTargets;
import io.rekindle.ledger.TargetQueue;
import io.rekindle.quota.Permits;
import io.rekindle.quota.SlidingWindow;

import org.springframework.stereotype.Component;

/** Tells which lanes may send now, and when to look again if none. */
@Component
class Turns {

	/**
	 * A look without any reason to: another replica may have changed the queue, and died
	 * or lost its connection before it could tell.
	 */
	private static final Duration SAFETY_NET = Duration.ofSeconds(10);

	/** What is due and locked by another replica is gone in a moment. */
	private static final Duration AT_LEAST = Duration.ofMillis(5);

	private final DueTargets due;

	private final TargetQueue queue;

	private final SlidingWindow window;

	private final Cloud cloud;

	private int turn;

	Turns(DueTargets due, TargetQueue queue, SlidingWindow window, Cloud cloud) {
		this.due = due;
		this.queue = queue;
		this.window = window;
		this.cloud = cloud;
	}

	/** Looks once. Each time another lane is the first. */
	Turn next() {
		Duration rest = shorter(SAFETY_NET, this.due.release().orElse(SAFETY_NET));
		List<Lane> ready = new ArrayList<>(this.queue.readyLanes());
		ready.removeIf((lane) -> !this.cloud.services().contains(lane.service()));
		Map<QuotaScope, Permits> permits = permits(ready);
		Map<Object, List<Lane>> groups = new LinkedHashMap<>();
		for (Lane lane : inTurn(ready)) {
			Permits found = lane.quotaScope().map(permits::get).orElse(null);
			if (found == null || found.free() > 0) {
				Object together = lane.quotaScope().isPresent() ? lane.quotaScope().get() : lane;
				groups.computeIfAbsent(together, (key) -> new ArrayList<>()).add(lane);
			}
			else if (found.nextEnd() != null) {
				rest = shorter(rest, found.nextEnd());
			}
		}
		return new Turn(List.copyOf(groups.values()), (rest.compareTo(AT_LEAST) < 0) ? AT_LEAST : rest);
	}

	private Map<QuotaScope, Permits> permits(List<Lane> lanes) {
		Set<QuotaScope> scopes = lanes.stream()
			.flatMap((lane) -> lane.quotaScope().stream())
			.collect(Collectors.toSet());
		return scopes.isEmpty() ? Map.of() : this.window.look(scopes);
	}

	private List<Lane> inTurn(List<Lane> lanes) {
		if (!lanes.isEmpty()) {
			Collections.rotate(lanes, -(this.turn++ % lanes.size()));
		}
		return lanes;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (other.compareTo(one) < 0) ? other : one;
	}

	/**
	 * What one look has shown.
	 *
	 * @param groups the lanes that have work and permits: those of one quota scope
	 * together, others alone
	 * @param rest until there is anything else, as far as is known now
	 */
	record Turn(List<List<Lane>> groups, Duration rest) {

	}

}
