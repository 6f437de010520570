package io.rekindle.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.rekindle.command.Lane;
import io.rekindle.command.QuotaScope;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import io.rekindle.ledger.LaneQueue;
import io.rekindle.quota.HeldPermits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScopeOutlookTest {

	private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

	private static final QuotaScope SCOPE = new QuotaScope("r1", "p1");

	private static final HeldPermits PERMITS = new HeldPermits(NOW, 10, Duration.ofSeconds(60),
			List.of(new HeldPermits.Grant(10, seconds(20))));

	@Test
	void addsUpItsLanes() {
		ScopeOutlook outlook = outlook(lane(RestartType.SOFT, 9), lane(RestartType.HARD, 2));
		assertThat(outlook)
			.isEqualTo(new ScopeOutlook(SCOPE, 10, Duration.ofSeconds(60), 10, 11, seconds(20).plusSeconds(60)));
	}

	@Test
	void tellsNoTimeWhereNothingWaits() {
		assertThat(outlook(lane(RestartType.SOFT, 0)).lastLeavesAt()).isNull();
	}

	@Test
	void tellsNoTimeWhereAnyLaneThatWaitsIsHeld() {
		LaneQueue going = lane(RestartType.SOFT, 1);
		assertThat(outlook(going, held(0)).lastLeavesAt()).isEqualTo(seconds(20));
		assertThat(outlook(going, held(1)).lastLeavesAt()).isNull();
		assertThat(outlook(going, held(1)).queued()).isEqualTo(2);
	}

	@Test
	void tellsNoTimeWhereNobodyKnowsTheCall() {
		LaneQueue single = queue(new Lane(Service.ECS_SINGLE, "r1", "p1", RestartType.SOFT), 1, null, null);
		assertThat(outlook(lane(RestartType.SOFT, 1), single).lastLeavesAt()).isNull();
	}

	@Test
	void waitsUntilTheCloudLetsTheLanes() {
		assertThat(outlook(blocked(RestartType.SOFT, 11, 300)).lastLeavesAt()).as("none goes, and then all do")
			.isEqualTo(seconds(300 + 60));
		assertThat(outlook(blocked(RestartType.SOFT, 1, 300), lane(RestartType.HARD, 10)).lastLeavesAt())
			.as("one lane goes on")
			.isEqualTo(seconds(300));
		assertThat(outlook(lane(RestartType.HARD, 10), blocked(RestartType.SOFT, 1, 300)).lastLeavesAt())
			.as("whichever comes first")
			.isEqualTo(seconds(300));
		assertThat(outlook(blocked(RestartType.SOFT, 1, 300), blocked(RestartType.HARD, 1, 400)).lastLeavesAt())
			.isEqualTo(seconds(400));
		assertThat(outlook(blocked(RestartType.SOFT, 1, -300)).lastLeavesAt()).as("that is over")
			.isEqualTo(seconds(20));
		assertThat(outlook(lane(RestartType.SOFT, 1), blocked(RestartType.HARD, 0, 300)).lastLeavesAt())
			.as("nothing waits there")
			.isEqualTo(seconds(20));
	}

	@Test
	void waitsForTheLastRetry() {
		assertThat(outlook(retries(2, 300), lane(RestartType.HARD, 1)).lastLeavesAt()).isEqualTo(seconds(300));
		assertThat(outlook(retries(2, 5), lane(RestartType.HARD, 1)).lastLeavesAt()).isEqualTo(seconds(20));
	}

	private static ScopeOutlook outlook(LaneQueue... lanes) {
		return ScopeOutlook.of(SCOPE, PERMITS, List.of(lanes), Set.of(Service.ECS));
	}

	private static LaneQueue lane(RestartType type, long servers) {
		return queue(new Lane(Service.ECS, "r1", "p1", type), servers, null, null);
	}

	private static LaneQueue held(long servers) {
		return new LaneQueue(new Lane(Service.ECS, "r1", "p1", RestartType.HARD), servers, true, null, null);
	}

	private static LaneQueue blocked(RestartType type, long servers, long until) {
		return queue(new Lane(Service.ECS, "r1", "p1", type), servers, seconds(until), null);
	}

	private static LaneQueue retries(long servers, long lastDue) {
		return queue(new Lane(Service.ECS, "r1", "p1", RestartType.SOFT), servers, null, seconds(lastDue));
	}

	private static LaneQueue queue(Lane lane, long servers, @Nullable Instant blockedUntil, @Nullable Instant lastDue) {
		return new LaneQueue(lane, servers, false, blockedUntil, lastDue);
	}

	private static Instant seconds(long fromNow) {
		return NOW.plusSeconds(fromNow);
	}

}
