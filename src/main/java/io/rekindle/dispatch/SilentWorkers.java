package io.rekindle.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Tells which replicas have died. A replica is taken for dead once it was seen not to
 * beat for a whole lease, by the watcher's own clock and without a gap in its watching:
 * after an outage of the database all replicas have been silent, and none is dead for
 * that.
 */
final class SilentWorkers {

	static final Duration BEAT = Duration.ofSeconds(2);

	static final Duration LEASE = Duration.ofSeconds(30);

	private final LongSupplier nanos;

	private final Map<UUID, Beat> beats = new HashMap<>();

	private long lastLook;

	SilentWorkers(LongSupplier nanos) {
		this.nanos = nanos;
		this.lastLook = nanos.getAsLong();
	}

	/**
	 * Looks at what the replicas have said.
	 * @param seen when each last beat, by the database's clock; only compared with what
	 * it was before
	 */
	List<UUID> dead(Map<UUID, Instant> seen) {
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
