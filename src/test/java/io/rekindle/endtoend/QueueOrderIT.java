package io.rekindle.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.rekindle.dispatch.QuotaOutlook;
import io.rekindle.dispatch.ScopeOutlook;
import io.rekindle.events.Priority;
import io.rekindle.events.RestartType;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whose turn it is when permits are scarce, and when it will be. */
class QueueOrderIT {

	private static final int LIMIT = 20;

	private static final Duration WINDOW = Duration.ofSeconds(2);

	/** Of an outlook: each window begins one reply and one transaction late. */
	private static final Duration TOLERANCE = Duration.ofMillis(500);

	@Test
	void sendsHighPriorityAndOtherLanesWithTheNextPermitsP3() {
		SimulatedCloud cloud = SimulatedCloud.configure().ecsLimit(LIMIT, WINDOW).start();
		try (Scenario scenario = new Scenario(cloud,
				Map.of("rekindle.quota.ecs.limit", String.valueOf(LIMIT), "rekindle.quota.ecs.window",
						WINDOW.toMillis() + "ms", "rekindle.cloud.call-timeout", "500ms",
						"rekindle.dispatch.send-deadline", "500ms"))
			.start()) {
			scenario.send(SampleCommands.restart("long", "order",
					IntStream.range(0, 4 * LIMIT).mapToObj((i) -> "long-" + i).toList()));
			await().until(() -> cloud.journal().restarted() == LIMIT);
			scenario
				.send(SampleCommands.restarting("hard", "order", List.of("hard-1")).setType(RestartType.HARD).build());
			scenario.send(SampleCommands.restarting("urgent", "order", List.of("urgent-1", "urgent-2"))
				.setType(RestartType.HARD)
				.setPriority(Priority.HIGH)
				.build());
			scenario.send(SampleCommands.restart("elsewhere", "other", "other-1"));
			scenario.send(SampleCommands.restart("again", "order", "long-" + (LIMIT + 10)));

			await()
				.until(() -> scenario.submitted().stream().anyMatch((event) -> event.getCommandId().equals("again")));
			await().until(() -> cloud.journal().restarted() == 4 * LIMIT + 4);
			List<String> order = cloud.journal()
				.calls()
				.stream()
				.filter((call) -> call.project().equals("order"))
				.flatMap((call) -> call.carriedOut().stream())
				.toList();
			assertThat(order.subList(LIMIT, 2 * LIMIT)).contains("urgent-1", "urgent-2", "hard-1");
			assertThat(order.stream().filter((server) -> server.startsWith("long-"))).as("in order of arrival")
				.containsExactlyElementsOf(IntStream.range(0, 4 * LIMIT).mapToObj((i) -> "long-" + i).toList());
			assertThat(cloud.journal().restartsOf("other-1").getFirst().arrivedNanos())
				.isLessThan(cloud.journal().restartsOf("hard-1").getFirst().arrivedNanos());
			assertThat(order).as("one restart for all that ask for a server").doesNotHaveDuplicates();
			assertThat(cloud.limitBreaches()).isZero();
		}
	}

	@Test
	void tellsInTheMiddleWhenTheLastServerWillGo() {
		SimulatedCloud cloud = SimulatedCloud.configure().ecsLimit(LIMIT, WINDOW).start();
		try (Scenario scenario = new Scenario(cloud, Map.of("rekindle.quota.ecs.limit", String.valueOf(LIMIT),
				"rekindle.quota.ecs.window", WINDOW.toMillis() + "ms"))) {
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
