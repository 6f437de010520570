package io.rekindle.endtoend;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How long a lone command takes on an idle system, from handing the record to the
 * producer until the call arrives at a cloud without latency.
 */
class LatencyBench {

	private static final int COMMANDS = 1_000;

	private static final int WARM_UP = 200;

	@Test
	void sendsLoneCommandAtOnce() {
		try (Scenario scenario = new Scenario(
				SimulatedCloud.configure().ecsLimit(100_000, Duration.ofSeconds(60)).start(),
				Map.of("rekindle.quota.ecs.limit", "100000", "logging.level.io.rekindle", "WARN"))
			.start()) {
			double[] millis = new double[COMMANDS];
			for (int i = -WARM_UP; i < COMMANDS; i++) {
				double latency = latency(scenario, "lone-" + i);
				if (i >= 0) {
					millis[i] = latency;
				}
			}
			Arrays.sort(millis);
			double p99 = millis[COMMANDS * 99 / 100];
			System.out.printf(
					"Lone command, %,d times: median %.1f ms, p99 %.1f ms, longest %.1f ms (aim: p99 under 50)%n",
					COMMANDS, millis[COMMANDS / 2], p99, millis[COMMANDS - 1]);
			assertThat(p99).isLessThan(50);
		}
	}

	private static double latency(Scenario scenario, String id) {
		int events = scenario.eventRecords().size();
		long sent = System.nanoTime();
		scenario.send(SampleCommands.restart(id, "lone", id));
		// Its event is out: the system is idle again.
		await().pollInterval(Duration.ofMillis(2)).until(() -> scenario.eventRecords().size() > events);
		return (scenario.cloud().journal().restartsOf(id).getFirst().arrivedNanos() - sent) / 1e6;
	}

}
