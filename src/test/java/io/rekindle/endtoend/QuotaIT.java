package io.rekindle.endtoend;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The limit at the cloud's own door, with more than one replica. */
class QuotaIT {

	private static final int LIMIT = 100;

	private static final Duration WINDOW = Duration.ofSeconds(1);

	private static final int SERVERS = 500;

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

}
