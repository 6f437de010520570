package io.rekindle.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.command.Service;
import io.rekindle.ledger.Cancellations;
import io.rekindle.ledger.Hold;
import io.rekindle.ledger.Holds;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** What may leave the queue and what may not, where permits are no question. */
class QueueRulesIT {

	private static Scenario scenario;

	private static Holds holds;

	@BeforeAll
	static void start() {
		scenario = new Scenario(SimulatedCloud.configure().ecsLimit(100_000, Duration.ofSeconds(60)).start(),
				Map.of("rekindle.quota.ecs.limit", "100000"))
			.start();
		holds = scenario.lastReplica().getBean(Holds.class);
	}

	@AfterAll
	static void stop() {
		scenario.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void findsOneBadServerAmongThousandInTwelveCallsMoreP6(boolean named) {
		String project = named ? "bad-named" : "bad-unnamed";
		if (named) {
			scenario.cloud().faults().forProject(project).namedBadServer("bad-637");
		}
		else {
			scenario.cloud().faults().forProject(project).badServer("bad-637");
		}
		scenario.send(SampleCommands.restart(project, project,
				IntStream.range(0, 1_000).mapToObj((i) -> "bad-" + i).toList()));

		await().until(() -> outcomes(project) == 1_000);
		JobFailed failed = failed(project).getFirst();
		assertThat(failed.getResourceIds()).containsExactly("bad-637");
		assertThat(failed.getReason()).isEqualTo("REFUSED");
		assertThat(failed.getErrorCode()).isEqualTo("Ecs.0114");
		assertThat(restarts(project)).hasSize(999).doesNotContain("bad-637").doesNotHaveDuplicates();
		long calls = scenario.cloud()
			.journal()
			.calls()
			.stream()
			.filter((each) -> each.project().equals(project))
			.count();
		assertThat(calls).as("calls, 10 without the bad server").isLessThanOrEqualTo(10 + 12);
	}

	@Test
	void restartsAllGoodServersHoweverManyAreBadP6() {
		List<String> servers = new ArrayList<>(IntStream.range(0, 300).mapToObj((i) -> "many-" + i).toList());
		Collections.shuffle(servers, new Random(5));
		List<String> bad = servers.subList(0, 25);
		bad.forEach((server) -> scenario.cloud().faults().forProject("many").badServer(server));
		scenario.send(SampleCommands.restart("many", "many", servers));

		await().until(() -> outcomes("many") == 300);
		assertThat(failed("many").stream().flatMap((each) -> each.getResourceIds().stream()))
			.containsExactlyInAnyOrderElementsOf(bad);
		assertThat(restarts("many")).containsExactlyInAnyOrderElementsOf(servers.subList(25, 300));
	}

	@Test
	void holdsProjectAndNoOtherUntilLifted() {
		Hold hold = holds.place(Service.ECS, null, "held", "restarts break the image");
		assertThat(holds.all()).contains(hold);
		scenario.send(SampleCommands.restart("held", "held", "held-1", "held-2"));
		scenario.send(SampleCommands.restart("not-held", "not-held", "free-1"));

		await().until(() -> outcomes("not-held") == 1);
		await().until(() -> queued("held") == 2);
		assertThat(restarts("held")).isEmpty();
		assertThat(permits("held")).isZero();
		assertThat(holds.lift(hold.id())).isTrue();
		await().until(() -> outcomes("held") == 2);
		assertThat(restarts("held")).containsExactly("held-1", "held-2");
		assertThat(holds.lift(hold.id())).as("again").isFalse();
	}

	@Test
	void refusesHoldWithoutReason() {
		assertThatIllegalArgumentException().isThrownBy(() -> holds.place(null, null, null, " "));
	}

	@Test
	void cancelsAndExpiresWhatWaitsWithoutPermits() {
		Cancellations cancellations = scenario.lastReplica().getBean(Cancellations.class);
		Hold hold = holds.place(null, null, "called-off", "a test");
		scenario.send(SampleCommands.restart("cancelled", "called-off", "c-1", "c-2", "c-3"));
		scenario.send(SampleCommands.restarting("expired", "called-off", List.of("e-1", "e-2"))
			.setNotAfter(Instant.now().plusMillis(500))
			.build());
		await().until(() -> queued("cancelled") == 3);

		assertThat(cancellations.cancel("cancelled")).isEqualTo(OptionalInt.of(3));
		assertThat(cancellations.cancel("cancelled")).as("again").isEqualTo(OptionalInt.of(0));
		assertThat(cancellations.cancel("never-sent")).isEqualTo(OptionalInt.empty());
		await().until(() -> outcomes("cancelled") == 3 && outcomes("expired") == 2);
		assertThat(failed("cancelled")).singleElement().satisfies((event) -> {
			assertThat(event.getReason()).isEqualTo("CANCELLED");
			assertThat(event.getAttempt()).isZero();
			assertThat(event.getDeadLettered()).isFalse();
		});
		assertThat(failed("expired")).singleElement()
			.satisfies((event) -> assertThat(event.getReason()).isEqualTo("EXPIRED"));
		holds.lift(hold.id());
		assertThat(restarts("called-off")).isEmpty();
		assertThat(permits("called-off")).isZero();
	}

	@Test
	void restartsServerOnceThatIsQueuedTwiceP3() {
		Hold hold = holds.place(null, "eu-west-101", "twins", "a test");
		scenario.send(SampleCommands.restart("twin-1", "twins", "t-1", "t-2"));
		scenario.send(SampleCommands.restart("twin-2", "twins", "t-2", "t-3"));
		await().until(() -> queued("twin-1") + queued("twin-2") == 4);
		holds.lift(hold.id());

		await().until(() -> outcomes("twin-1") == 2 && outcomes("twin-2") == 2);
		assertThat(restarts("twins")).containsExactlyInAnyOrder("t-1", "t-2", "t-3");
		assertThat(permits("twins")).isEqualTo(3);
	}

	private static List<JobFailed> failed(String commandId) {
		return scenario.failed().stream().filter((each) -> each.getCommandId().equals(commandId)).toList();
	}

	/** For how many servers the command's events speak. */
	private static int outcomes(String commandId) {
		return failed(commandId).stream().mapToInt((each) -> each.getResourceIds().size()).sum() + scenario.submitted()
			.stream()
			.filter((each) -> each.getCommandId().equals(commandId))
			.map(JobSubmitted::getResourceIds)
			.mapToInt(List::size)
			.sum();
	}

	private static List<String> restarts(String project) {
		return scenario.cloud()
			.journal()
			.calls()
			.stream()
			.filter((each) -> each.project().equals(project))
			.flatMap((each) -> each.carriedOut().stream())
			.toList();
	}

	private static long queued(String commandId) {
		return scenario.jdbc().sql("""
				select count(*) from target t join command c on c.id = t.command
				where c.command_id = ? and t.state = 'QUEUED'""").param(commandId).query(Long.class).single();
	}

	private static long permits(String project) {
		return scenario.jdbc().sql("""
				select coalesce(sum(g.permits), 0) from quota_grant g join quota_scope s on s.id = g.scope_id
				where s.project_id = ?""").param(project).query(Long.class).single();
	}

}
