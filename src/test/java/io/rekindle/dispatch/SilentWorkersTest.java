package io.rekindle.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is taken for dead, by the watcher's own clock. */
class SilentWorkersTest {

	private final UUID self = UUID.randomUUID();

	private final UUID other = UUID.randomUUID();

	private final Map<UUID, Instant> seen = new HashMap<>();

	/** Overflows during a test, as System.nanoTime may. */
	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final SilentWorkers workers = new SilentWorkers(this.nanos::get);

	@BeforeEach
	void bothLive() {
		beats(this.self);
		beats(this.other);
	}

	@Test
	void takesReplicaForDeadThatDoesNotBeatForWholeLease() {
		assertThat(watch(SilentWorkers.LEASE, false)).isEmpty();
		assertThat(watch(SilentWorkers.BEAT, false)).containsExactly(this.other);
	}

	@Test
	void leavesReplicasAloneThatBeat() {
		assertThat(watch(SilentWorkers.LEASE.multipliedBy(4), true)).isEmpty();
	}

	@Test
	void looksAtTheOthersBeatAndNotAtTheirClock() {
		this.seen.put(this.other, Instant.parse("2001-01-01T00:00:00Z"));
		assertThat(watch(SilentWorkers.LEASE, false)).isEmpty();
		beats(this.other);
		assertThat(watch(SilentWorkers.LEASE, false)).isEmpty();
	}

	@Test
	void countsAnewAfterGapInItsWatching() {
		assertThat(watch(SilentWorkers.LEASE, false)).isEmpty();
		pass(SilentWorkers.LEASE.multipliedBy(2));
		beats(this.self);
		assertThat(this.workers.dead(this.seen)).isEmpty();
		assertThat(watch(SilentWorkers.LEASE.minus(SilentWorkers.BEAT), false)).isEmpty();
		assertThat(watch(SilentWorkers.BEAT.multipliedBy(2), false)).containsExactly(this.other);
	}

	/** Gives what was seen at the last look. */
	private List<UUID> watch(Duration time, boolean otherBeats) {
		List<UUID> dead = List.of();
		for (Duration left = time; left.isPositive(); left = left.minus(SilentWorkers.BEAT)) {
			pass(SilentWorkers.BEAT);
			beats(this.self);
			if (otherBeats) {
				beats(this.other);
			}
			dead = this.workers.dead(this.seen);
		}
		return dead;
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private void beats(UUID worker) {
		this.seen.put(worker, Instant.ofEpochSecond(1, this.nanos.get()));
	}

}
