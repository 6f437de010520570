package io.rekindle.endtoend;

import java.time.Duration;
import java.util.Map;

import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many commands a second go into the ledger, with everything on this machine: broker,
 * registry, PostgreSQL and service. All commands are in Kafka before the service starts.
 * A quota of one server keeps dispatch out of the figure.
 */
class IntakeBench {

	private static final int COMMANDS = 300_000;

	/** Until the JVM is warm, and so not counted. */
	private static final int WARM_UP = 50_000;

	@Test
	void takesCommandsIn() {
		try (Scenario scenario = new Scenario(SimulatedCloud.start(), Map.of("rekindle.quota.ecs.limit", "1",
				"rekindle.quota.ecs.window", "1h", "logging.level.io.rekindle", "WARN"))) {
			for (int i = 0; i < WARM_UP + COMMANDS; i++) {
				scenario.send(SampleCommands.restart("intake-" + i, "intake", "server-" + i));
			}
			scenario.flush();
			scenario.start();
			await().atMost(Duration.ofMinutes(5)).until(() -> commands(scenario) == WARM_UP + COMMANDS);

			double seconds = scenario.jdbc()
				.sql("select extract(epoch from max(received_at) - min(received_at)) from command where id > ?")
				.param(WARM_UP)
				.query(Double.class)
				.single();
			System.out.printf("Intake: %,d commands in %.1f s, %,.0f commands a second (aim: 10,000)%n", COMMANDS,
					seconds, COMMANDS / seconds);
			assertThat(COMMANDS / seconds).isGreaterThan(10_000);
		}
	}

	private static long commands(Scenario scenario) {
		return scenario.jdbc().sql("select count(*) from command").query(Long.class).single();
	}

}
