package io.rekindle.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.rekindle.dispatch.QuotaOutlook;
import io.rekindle.dispatch.ScopeOutlook;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The limit at the cloud's own door, with more than one replica. */
class QuotaIT {

	private static final int LIMIT = 100;

	private static final Duration WINDOW = Duration.ofSeconds(1);

	private static final int SERVERS = 500;

	/** Of an outlook: each window begins one reply and one transaction late. */
	private static final Duration TOLERANCE = Duration.ofMillis(500);

	@Test
	void keepsLimitOverReplicasP1() {
		SimulatedCloud cloud = SimulatedCloud.configure()
			.ecsLimit(LIMIT, WINDOW)
			.latency(Duration.ZERO, Duration.ofMillis(300))
			.start();
		try (Scenario scenario = new Scenario(cloud,
				Map.of("rekindle.quota.ecs.limit", String.valueOf(LIMIT), "rekindle.quota.ecs.window",
						WINDOW.toMillis() + "ms", "rekindle.dispatch.max-batch.ecs", "7", "logging.level.io.rekindle",
						"WARN"))) {
			scenario.start().start();
			IntStream.range(0, SERVERS)
				.forEach((i) -> scenario.send(SampleCommands.restart("quota-" + i, "quota", "server-" + i)));

			await().atMost(Duration.ofSeconds(30)).until(() -> scenario.submitted().size() >= SERVERS);
			assertThat(cloud.limitBreaches()).isZero();
			assertThat(cloud.journal().maxRestartsInAnyWindow("quota", WINDOW)).isEqualTo(LIMIT);
			assertThat(cloud.journal().restarts()).hasSize(SERVERS).allSatisfy((_, times) -> assertThat(times).isOne());
		}
	}

	@Test
	void tellsInTheMiddleWhenTheLastServerWillGo() {
		Duration window = Duration.ofSeconds(2);
		SimulatedCloud cloud = SimulatedCloud.configure().ecsLimit(20, window).start();
		try (Scenario scenario = new Scenario(cloud,
				Map.of("rekindle.quota.ecs.limit", "20", "rekindle.quota.ecs.window", window.toMillis() + "ms"))) {
			scenario.start();
			scenario.send(SampleCommands.restart("outlook", "outlook",
					IntStream.range(0, 50).mapToObj((i) -> "server-" + i).toList()));
			// Twenty have gone, and their replies have told when their permits end.
			await().atMost(Duration.ofSeconds(30)).until(() -> submitted(scenario) == 20);

			ScopeOutlook outlook = scenario.bean(QuotaOutlook.class).list(null, 1).getFirst();
			assertThat(outlook.held()).isEqualTo(20);
			assertThat(outlook.queued()).isEqualTo(30);
			Instant told = Objects.requireNonNull(outlook.lastLeavesAt());
			await().atMost(Duration.ofSeconds(30)).until(() -> submitted(scenario) == 50);
			Instant last = scenario.jdbc()
				.sql("select max(started_at) from call")
				.query((row, _) -> row.getTimestamp(1).toInstant())
				.single();
			assertThat(last).isBetween(told, told.plus(TOLERANCE));
		}
	}

	private static int submitted(Scenario scenario) {
		return scenario.jdbc()
			.sql("select count(*) from target where state = 'SUBMITTED'")
			.query(Integer.class)
			.single();
	}

}
