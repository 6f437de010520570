package io.rekindle.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.events.RestartCommand;
import io.rekindle.simulatedcloud.CallKind;
import io.rekindle.simulatedcloud.Fault;
import io.rekindle.simulatedcloud.ReceivedCall;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From command to event, where nothing of ours goes wrong. */
class MainJobIT {

	private static Scenario scenario;

	@BeforeAll
	static void start() {
		scenario = new Scenario(SimulatedCloud.configure().ecsLimit(1_000, Duration.ofSeconds(60)).start(),
				Map.of("rekindle.dispatch.backoff-initial", "50ms"))
			.start();
	}

	@AfterAll
	static void stop() {
		scenario.close();
	}

	@Test
	void restartsServersAndTellsSo() {
		String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
		scenario.send(SampleCommands.restart("main-1", "main", "a", "b"),
				new RecordHeader("traceparent", trace.getBytes(UTF_8)));

		JobSubmitted event = awaitSubmitted("main-1").getFirst();
		assertThat(event.getResourceIds()).containsExactly("a", "b");
		assertThat(event.getRequestedBy()).isEqualTo("tests");
		assertThat(event.getRegion()).isEqualTo("eu-west-101");
		assertThat(event.getProjectId()).isEqualTo("main");
		assertThat(event.getCommandType()).isEqualTo("RestartCommand");
		assertThat(event.getService()).isEqualTo("ECS");
		assertThat(event.getLabels()).containsExactly(Map.entry("ticket", "OPS-1"));
		assertThat(event.getAttempt()).isEqualTo(1);
		assertThat(event.getJobId()).isNotBlank();
		assertThat(event.getRequestId()).isNotBlank();
		ReceivedCall call = scenario.cloud().journal().restartsOf("a").getFirst();
		assertThat(call.request().path()).isEqualTo("/eu-west-101/v1/main/cloudservers/action");
		assertThat(call.request().region()).isEqualTo("eu-west-101");
		assertThat(call.request().bodyText())
			.isEqualTo("{\"reboot\":{\"type\":\"SOFT\",\"servers\":[{\"id\":\"a\"},{\"id\":\"b\"}]}}");

		ConsumerRecord<byte[], Object> record = scenario.eventRecords()
			.stream()
			.filter((each) -> each.value().equals(event))
			.findFirst()
			.orElseThrow();
		assertThat(record.key()).isEqualTo("main-1".getBytes(UTF_8));
		assertThat(Scenario.header(record, "ce_specversion")).isEqualTo("1.0");
		assertThat(Scenario.header(record, "ce_id")).isEqualTo(event.getEventId());
		assertThat(Scenario.header(record, "ce_type")).isEqualTo("io.rekindle.JobSubmitted");
		assertThat(Scenario.header(record, "ce_source")).isNotBlank();
		assertThat(Scenario.header(record, "ce_subject")).isEqualTo("main-1");
		assertThat(Scenario.header(record, "ce_time")).isEqualTo(event.getSubmittedAt().toString());
		assertThat(Scenario.header(record, "traceparent")).isEqualTo(trace);
	}

	@Test
	void retriesTasksAndTellsSo() {
		scenario.send(SampleCommands.retry("remux-1", "media", "538526"));

		JobSubmitted event = awaitSubmitted("remux-1").getFirst();
		assertThat(event.getResourceIds()).containsExactly("538526");
		assertThat(event.getCommandType()).isEqualTo("RetryRemuxCommand");
		assertThat(event.getService()).isEqualTo("MPC_REMUX");
		assertThat(event.getJobId()).isNull();
		ReceivedCall call = scenario.cloud().journal().restartsOf("538526").getFirst();
		assertThat(call.request().method()).isEqualTo("PUT");
		assertThat(call.request().bodyText()).isEqualTo("{\"task_id\":\"538526\"}");
	}

	@Test
	void tellsWhatTheCloudRefuses() {
		scenario.cloud().tasks().set("done", io.rekindle.simulatedcloud.RemuxStatus.SUCCEED);
		scenario.send(SampleCommands.retry("remux-2", "media", "done"));

		JobFailed event = awaitFailed("remux-2").getFirst();
		assertThat(event.getStage()).isEqualTo("SUBMISSION");
		assertThat(event.getReason()).isEqualTo("REFUSED");
		assertThat(event.getErrorCode()).isEqualTo("MPC.10212");
		assertThat(event.getErrorMessage()).isEqualTo("Operation failed.");
		assertThat(event.getHttpStatus()).isEqualTo(403);
		assertThat(event.getDeadLettered()).isFalse();
		assertThat(event.getAttempt()).isEqualTo(1);
	}

	@Test
	void packsWhatWaitsAtOnceIntoOneCall() {
		int calls = scenario.cloud().journal().calls(CallKind.ECS_BATCH_RESTART).size();
		List<RestartCommand> commands = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			commands.add(SampleCommands.restart("packed-" + i, "packed", "server-" + i));
		}
		// Held back by the cloud's own wish, so that all of them wait at once.
		scenario.cloud().faults().forProject("packed").next(1, Fault.throttled(Duration.ofSeconds(1)));
		scenario.send(SampleCommands.restart("packed-first", "packed", "first"));
		await().until(() -> scenario.cloud().journal().calls(CallKind.ECS_BATCH_RESTART).size() == calls + 1);
		commands.forEach(scenario::send);

		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(
					() -> assertThat(scenario.submitted()).filteredOn((event) -> event.getProjectId().equals("packed"))
						.hasSize(101));
		List<ReceivedCall> made = scenario.cloud().journal().calls(CallKind.ECS_BATCH_RESTART);
		List<ReceivedCall> carried = made.subList(calls + 1, made.size());
		assertThat(carried).hasSizeLessThanOrEqualTo(2);
		Map<String, List<String>> serversByJob = scenario.submitted()
			.stream()
			.filter((event) -> event.getCommandId().startsWith("packed-"))
			.collect(Collectors.groupingBy((event) -> String.valueOf(event.getJobId()),
					Collectors.flatMapping((event) -> event.getResourceIds().stream(), Collectors.toList())));
		assertThat(serversByJob).doesNotContainKey("null");
		assertThat(serversByJob.values()).extracting(Set::copyOf)
			.containsExactlyInAnyOrderElementsOf(
					carried.stream().map((call) -> Set.copyOf(call.request().targets())).toList());
	}

	@Test
	void setsOneBadServerApart() {
		scenario.cloud().faults().badServer("bad");
		List<String> servers = new ArrayList<>(List.of("bad"));
		for (int i = 0; i < 99; i++) {
			servers.add("good-" + i);
		}
		scenario.send(SampleCommands.restart("one-bad", "narrowed", servers));

		JobFailed failed = awaitFailed("one-bad").getFirst();
		assertThat(failed.getResourceIds()).containsExactly("bad");
		assertThat(failed.getReason()).isEqualTo("REFUSED");
		assertThat(failed.getErrorCode()).isEqualTo("Ecs.0114");
		await().untilAsserted(() -> assertThat(
				awaitSubmitted("one-bad").stream().flatMap((event) -> event.getResourceIds().stream()).toList())
			.hasSize(99)
			.doesNotHaveDuplicates());
	}

	@Test
	void waitsOutThrottlingAndCountsItsAttempts() {
		scenario.cloud().faults().forProject("throttled").next(1, Fault.throttledAs202());
		scenario.cloud().faults().forProject("throttled").next(1, Fault.throttled());
		scenario.send(SampleCommands.restart("throttled-1", "throttled", "t"));

		assertThat(awaitSubmitted("throttled-1")).singleElement()
			.satisfies((event) -> assertThat(event.getAttempt()).isEqualTo(3));
	}

	@Test
	void deadLettersWhatNobodyCanTell() {
		scenario.cloud().faults().forProject("lost").next(1, Fault.htmlError(502).afterCarryingOut());
		scenario.send(SampleCommands.restart("lost-1", "lost", "l"));

		JobFailed event = awaitFailed("lost-1").getFirst();
		assertThat(event.getReason()).isEqualTo("OUTCOME_UNKNOWN");
		assertThat(event.getDeadLettered()).isTrue();
		await().untilAsserted(() -> assertThat(scenario.deadLetters())
			.filteredOn((letter) -> "lost-1".equals(Scenario.header(letter, "rekindle-command-id")))
			.singleElement()
			.satisfies((letter) -> {
				assertThat(Scenario.header(letter, "rekindle-reason")).isEqualTo("OUTCOME_UNKNOWN");
				assertThat(Scenario.header(letter, "rekindle-round")).isEqualTo("1");
			}));
	}

	private static List<JobSubmitted> awaitSubmitted(String commandId) {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> scenario.submitted().stream().anyMatch((event) -> event.getCommandId().equals(commandId)));
		return scenario.submitted().stream().filter((event) -> event.getCommandId().equals(commandId)).toList();
	}

	private static List<JobFailed> awaitFailed(String commandId) {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> scenario.failed().stream().anyMatch((event) -> event.getCommandId().equals(commandId)));
		return scenario.failed().stream().filter((event) -> event.getCommandId().equals(commandId)).toList();
	}

}
