package io.rekindle.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.rekindle.events.RestartCommand;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Replicas that share one limit and die one after the other. That the servers of their
 * last calls are told as unknown takes a lease of 30 s: RedeliveryIT and ReplicasBench
 * wait for it, this test doesn't.
 */
class ReplicasIT {

	private static final String PROJECT = "replicas";

	private static final int SERVERS = 1_500;

	private static final int LIMIT = 200;

	private static final Duration WINDOW = Duration.ofSeconds(2);

	private static final Duration SEND_DEADLINE = Duration.ofSeconds(1);

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

	@Test
	void keepsLimitAndRestartsOnceWhileReplicasAreKilledP1P3() throws Exception {
		SimulatedCloud cloud = SimulatedCloud.configure()
			.ecsLimit(LIMIT, WINDOW)
			.latency(Duration.ZERO, Duration.ofMillis(300))
			.decidingAtAnyMoment()
			.start();
		List<RestartCommand> commands = MixedCommands.of(PROJECT, SERVERS, 1);
		try (Scenario scenario = new Scenario(cloud, settings()); Replicas replicas = Replicas.start(scenario, 3)) {
			commands.forEach(scenario::send);
			await().atMost(Duration.ofSeconds(20)).until(() -> cloud.journal().restarted() >= LIMIT);

			replicas.killInTurn(Duration.ofSeconds(3), 3);

			await().atMost(Duration.ofSeconds(60)).until(() -> replicas.areIdle(SEND_DEADLINE.plus(CALL_TIMEOUT)));
			Set<String> broken = replicas.serversOfBrokenCalls();
			assertThat(broken).isNotEmpty();
			Promises.assertNeverOver(cloud, PROJECT, LIMIT, WINDOW);
			await().untilAsserted(() -> Promises.assertOnceOrUnknown(scenario, commands, broken));
		}
	}

	private static Map<String, String> settings() {
		return Map.of("rekindle.quota.ecs.limit", String.valueOf(LIMIT), "rekindle.quota.ecs.window",
				WINDOW.toMillis() + "ms", "rekindle.dispatch.send-deadline", SEND_DEADLINE.toMillis() + "ms",
				"rekindle.cloud.call-timeout", CALL_TIMEOUT.toMillis() + "ms", "rekindle.dispatch.max-batch.ecs", "20",
				// So that a dead one's partitions are soon another's.
				"spring.kafka.consumer.properties.session.timeout.ms", "6000");
	}

}
