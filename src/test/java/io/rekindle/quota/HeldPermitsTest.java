package io.rekindle.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeldPermitsTest {

	private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

	private static final Duration WINDOW = Duration.ofSeconds(60);

	@Test
	void letsGoAtOnceWhatFindsPermitsFree() {
		HeldPermits permits = permits(10);
		assertThat(permits.held()).isZero();
		assertThat(permits.leavesAt(1, NOW)).isEqualTo(NOW);
		assertThat(permits.leavesAt(10, NOW)).isEqualTo(NOW);
	}

	@Test
	void letsGoAsManyAsTheLimitInEachWindow() {
		HeldPermits permits = permits(10);
		assertThat(permits.leavesAt(11, NOW)).isEqualTo(seconds(60));
		assertThat(permits.leavesAt(20, NOW)).isEqualTo(seconds(60));
		assertThat(permits.leavesAt(21, NOW)).isEqualTo(seconds(120));
		assertThat(permits.leavesAt(1_000_000, NOW)).isEqualTo(seconds(99_999 * 60));
	}

	@Test
	void waitsForEachGrantsOwnEnd() {
		HeldPermits permits = permits(10, grant(5, 30), grant(2, 10));
		assertThat(permits.held()).isEqualTo(7);
		assertThat(permits.leavesAt(3, NOW)).isEqualTo(NOW);
		assertThat(permits.leavesAt(4, NOW)).isEqualTo(seconds(10));
		assertThat(permits.leavesAt(5, NOW)).isEqualTo(seconds(10));
		assertThat(permits.leavesAt(6, NOW)).isEqualTo(seconds(30));
		assertThat(permits.leavesAt(10, NOW)).isEqualTo(seconds(30));
		assertThat(permits.leavesAt(13, NOW)).isEqualTo(seconds(60));
		assertThat(permits.leavesAt(14, NOW)).isEqualTo(seconds(70));
		assertThat(permits.leavesAt(36, NOW)).isEqualTo(seconds(30 + 3 * 60));
	}

	@Test
	void countsWindowsOneByOneWhereTheLimitIsOne() {
		assertThat(permits(1).leavesAt(3, NOW)).isEqualTo(seconds(120));
		assertThat(permits(1, grant(1, 7)).leavesAt(3, NOW)).isEqualTo(seconds(127));
	}

	@Test
	void usesOtherPermitsAgainWhileSomeAreHeldForLong() {
		assertThat(permits(2, grant(1, 95)).leavesAt(2, NOW)).isEqualTo(seconds(60));
		assertThat(permits(2, grant(1, 95)).leavesAt(3, NOW)).isEqualTo(seconds(95));
		assertThat(permits(2, grant(1, 95)).leavesAt(4, NOW)).isEqualTo(seconds(120));
	}

	@Test
	void givesNothingUntilLessThanLoweredLimitIsHeld() {
		HeldPermits permits = permits(3, grant(4, 10), grant(2, 20));
		assertThat(permits.held()).isEqualTo(6);
		assertThat(permits.leavesAt(1, NOW)).isEqualTo(seconds(10));
		assertThat(permits.leavesAt(2, NOW)).isEqualTo(seconds(20));
		assertThat(permits.leavesAt(4, NOW)).isEqualTo(seconds(70));
	}

	@Test
	void startsWhenTheCloudLetsIt() {
		HeldPermits permits = permits(10, grant(4, 20), grant(3, 90));
		assertThat(permits.leavesAt(7, seconds(30))).isEqualTo(seconds(30));
		assertThat(permits.leavesAt(8, seconds(30))).isEqualTo(seconds(90));
		assertThat(permits.leavesAt(1, seconds(-30))).isEqualTo(NOW);
	}

	@Test
	void agreesWithHandingOutOnePermitAfterAnother() {
		Random random = new Random(11);
		for (int round = 0; round < 5_000; round++) {
			int limit = 1 + random.nextInt(8);
			List<HeldPermits.Grant> grants = new ArrayList<>();
			for (int i = random.nextInt(5); i > 0; i--) {
				grants.add(grant(1 + random.nextInt(3), 1 + random.nextInt(200)));
			}
			HeldPermits permits = new HeldPermits(NOW, limit, WINDOW, grants);
			Instant earliest = seconds(random.nextInt(150) - 50);
			List<Instant> departures = handOut(permits, earliest, 40);
			for (int place = 1; place <= departures.size(); place++) {
				assertThat(permits.leavesAt(place, earliest)).as("%s. of %s from %s", place, permits, earliest)
					.isEqualTo(departures.get(place - 1));
			}
		}
	}

	/** As the service does: waits until less than the limit is held, and takes one. */
	private static List<Instant> handOut(HeldPermits permits, Instant earliest, int servers) {
		PriorityQueue<Instant> ends = new PriorityQueue<>();
		permits.grants().forEach((grant) -> {
			for (int i = 0; i < grant.permits(); i++) {
				ends.add(grant.endsAt());
			}
		});
		List<Instant> departures = new ArrayList<>();
		Instant now = earliest.isAfter(NOW) ? earliest : NOW;
		while (departures.size() < servers) {
			while (!ends.isEmpty() && (ends.size() >= permits.limit() || !ends.element().isAfter(now))) {
				Instant end = ends.remove();
				now = end.isAfter(now) ? end : now;
			}
			departures.add(now);
			ends.add(now.plus(permits.window()));
		}
		return departures;
	}

	private static HeldPermits permits(int limit, HeldPermits.Grant... grants) {
		return new HeldPermits(NOW, limit, WINDOW, List.of(grants));
	}

	private static HeldPermits.Grant grant(int permits, long endsIn) {
		return new HeldPermits.Grant(permits, seconds(endsIn));
	}

	private static Instant seconds(long fromNow) {
		return NOW.plusSeconds(fromNow);
	}

}
