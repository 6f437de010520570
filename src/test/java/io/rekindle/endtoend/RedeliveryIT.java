package io.rekindle.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.events.Priority;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RestartService;
import io.rekindle.events.RestartType;
import io.rekindle.parts.RekindleProcess;
import io.rekindle.simulatedcloud.Fault;
import io.rekindle.simulatedcloud.ReceivedCall;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is delivered twice, or taken over from a dead replica, is not carried out twice.
 */
class RedeliveryIT {

	private static Scenario calm;

	@BeforeAll
	static void start() {
		calm = new Scenario(SimulatedCloud.start(), Map.of()).start();
	}

	@AfterAll
	static void stop() {
		calm.close();
	}

	@Test
	void carriesOutOnceWhatWasSentTwiceP3() {
		RestartCommand restart = SampleCommands.restart("twice-1", "twice", "t");
		calm.send(restart);
		calm.send(restart);
		calm.send(SampleCommands.retry("twice-2", "media", "task-t"));
		awaitSettled(calm);
		calm.send(restart);
		calm.send(SampleCommands.retry("twice-2", "media", "task-t"));
		awaitSettled(calm);

		assertThat(calm.cloud().journal().restartsOf("t")).hasSize(1);
		assertThat(calm.cloud().journal().restartsOf("task-t")).hasSize(1);
		assertThat(calm.submitted()).extracting(JobSubmitted::getCommandId)
			.filteredOn((id) -> id.startsWith("twice-"))
			.containsExactlyInAnyOrder("twice-1", "twice-2");
		assertThat(calm.failed()).extracting(JobFailed::getCommandId).doesNotContain("twice-1", "twice-2");
		assertThat(letters(calm, "twice-1")).isEmpty();
		assertThat(letters(calm, "twice-2")).isEmpty();
	}

	@Test
	void takesOtherOrderAndRemarksForTheSameCommandP3() {
		calm.send(SampleCommands.restart("same-1", "same", "s1", "s2"));
		calm.send(SampleCommands.restarting("same-1", "same", List.of("s2", "s1"))
			.setLabels(Map.of("ticket", "OPS-2"))
			.setPriority(Priority.HIGH)
			.setRequestedBy("someone else")
			.setRequestedAt(Instant.EPOCH)
			.setNotAfter(Instant.EPOCH)
			.build());
		awaitSettled(calm);

		assertThat(calm.cloud().journal().restartsOf("s1")).hasSize(1);
		assertThat(letters(calm, "same-1")).isEmpty();
		assertThat(calm.failed()).extracting(JobFailed::getCommandId).doesNotContain("same-1");
		assertThat(calm.submitted()).filteredOn((event) -> event.getCommandId().equals("same-1"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getLabels()).containsExactly(Map.entry("ticket", "OPS-1")));
	}

	@Test
	void deadLettersAnIdThatIsUsedForSomethingElseP3() {
		List<String> servers = List.of("x", "y");
		calm.send(SampleCommands.restart("taken-1", "taken", servers));
		calm.send(SampleCommands.retry("taken-2", "media", "task-x"));
		awaitSettled(calm);

		calm.send(SampleCommands.restart("taken-1", "taken", "x", "z"));
		calm.send(SampleCommands.restart("taken-1", "taken", "x"));
		calm.send(SampleCommands.restart("taken-1", "taken-by", servers));
		calm.send(SampleCommands.restarting("taken-1", "taken", servers).setRegion("eu-west-0").build());
		calm.send(SampleCommands.restarting("taken-1", "taken", servers).setType(RestartType.HARD).build());
		calm.send(SampleCommands.restarting("taken-1", "taken", servers).setService(RestartService.ECS_SINGLE).build());
		calm.send(SampleCommands.retry("taken-1", "taken", "x"));
		calm.send(SampleCommands.retry("taken-2", "media", "task-y"));
		calm.send(SampleCommands.restart("taken-2", "media", "task-x"));
		awaitSettled(calm);

		assertUsedBefore(letters(calm, "taken-1"), 7);
		assertUsedBefore(letters(calm, "taken-2"), 2);
		assertThat(calm.failed()).extracting(JobFailed::getCommandId).doesNotContain("taken-1", "taken-2");
		assertThat(calm.submitted()).extracting(JobSubmitted::getCommandId)
			.filteredOn((id) -> id.startsWith("taken-"))
			.containsExactlyInAnyOrder("taken-1", "taken-2");
		assertThat(calm.cloud().journal().restarts()).contains(Map.entry("x", 1), Map.entry("y", 1))
			.doesNotContainKeys("z", "task-y");
	}

	@Test
	void deadLettersAnIdThatIsUsedTwiceInOneBatchP3() throws Exception {
		String topic = calm.topic("restart-commands");
		for (String server : List.of("b1", "b2")) {
			RestartCommand command = SampleCommands.restart("batch-1", "batch", server);
			var _ = calm.sendRecord(new ProducerRecord<>(topic, 0, null, calm.encode(topic, command)));
		}
		awaitSettled(calm);

		assertUsedBefore(letters(calm, "batch-1"), 1);
		assertThat(calm.submitted()).filteredOn((event) -> event.getCommandId().equals("batch-1"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getResourceIds()).containsExactly("b1"));
		assertThat(calm.cloud().journal().restartsOf("b2")).isEmpty();
	}

	@Test
	void tellsNothingOfAnInvalidCommandWhoseIdIsTakenP3() {
		calm.send(SampleCommands.restart("owned-1", "owned", "o"));
		awaitSettled(calm);
		calm.send(SampleCommands.restart("owned-1", "owned", List.of()));
		awaitSettled(calm);

		assertThat(letters(calm, "owned-1")).singleElement().satisfies((letter) -> {
			assertThat(Scenario.header(letter, "rekindle-reason")).isEqualTo("INVALID");
			assertThat(Scenario.header(letter, "rekindle-message")).contains("resourceIds must have 1 to 1,000 ids");
		});
		assertThat(calm.failed()).extracting(JobFailed::getCommandId).doesNotContain("owned-1");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void carriesOutOnceWhatWasWrittenButNotCommittedP3P4() throws Exception {
		int commands = 20;
		try (Scenario scenario = new Scenario(SimulatedCloud.start(), Map.of())) {
			// Keeps the others in the queue, so that no call is in flight at the kill.
			scenario.cloud().faults().forRestarts().next(1, Fault.throttled(Duration.ofSeconds(10)));
			try (RekindleProcess killed = scenario.startProcess().awaitReady()) {
				scenario.send(SampleCommands.restart("kept", "kept", "first"));
				awaitCount(scenario, "select count(*) from lane where blocked_until > clock_timestamp()", 1);
				for (int i = 0; i < commands; i++) {
					scenario.send(SampleCommands.restart("kept-" + i, "kept", "server-" + i));
				}
				awaitCount(scenario, "select count(*) from command", commands + 1);
				killed.kill9();
			}
			assertThat(scenario.cloud().journal().restarted()).isZero();
			scenario.offsets().rewind();
			assertThat(scenario.offsets().lag()).isEqualTo(commands + 1);

			scenario.start();
			awaitSettled(scenario);

			assertThat(scenario.cloud().journal().restarts()).hasSize(commands + 1)
				.allSatisfy((_, times) -> assertThat(times).isOne());
			assertThat(eventIdsByCommand(scenario)).hasSize(commands + 1)
				.allSatisfy((_, eventIds) -> assertThat(eventIds).hasSize(1));
			assertThat(scenario.failed()).isEmpty();
			assertThat(scenario.deadLetters()).isEmpty();
		}
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void tellsThatNobodyKnowsOfCallsThatDiedWithTheirReplicaP3() throws Exception {
		int commands = 40;
		try (Scenario scenario = new Scenario(SimulatedCloud.configure().latency(Duration.ofMillis(800)).start(),
				Map.of("rekindle.dispatch.send-deadline", "1s", "rekindle.cloud.call-timeout", "2s",
						// So that the dead one's partitions are soon another's.
						"spring.kafka.consumer.properties.session.timeout.ms", "6000"));
				RekindleProcess killed = scenario.startProcess()) {
			killed.awaitReady();
			scenario.send(SampleCommands.restart("warm", "warm", "warm"));
			awaitSettled(scenario);
			// Each in a lane of its own, so that no call waits for another one.
			for (int i = 0; i < commands; i++) {
				scenario.send(SampleCommands.restart("lost-" + i, "lost-" + i, "server-" + i));
			}
			await().pollInterval(Duration.ofMillis(20)).until(() -> scenario.cloud().journal().calls().size() >= 10);
			killed.kill9();
			List<String> inFlight = scenario.jdbc()
				.sql("select resource_id from target where state = 'SENDING'")
				.query(String.class)
				.list();
			assertThat(inFlight).isNotEmpty();
			scenario.start();

			await().atMost(Duration.ofSeconds(60)).until(scenario::isSettled);

			assertThat(scenario.failed()).hasSameSizeAs(inFlight).allSatisfy((event) -> {
				assertThat(event.getStage()).isEqualTo("SUBMISSION");
				assertThat(event.getReason()).isEqualTo("OUTCOME_UNKNOWN");
				assertThat(event.getDeadLettered()).isTrue();
				assertThat(event.getAttempt()).isOne();
			});
			assertThat(scenario.failed()).flatExtracting(JobFailed::getResourceIds)
				.containsExactlyInAnyOrderElementsOf(inFlight);
			assertThat(scenario.deadLetters()).hasSameSizeAs(inFlight)
				.allSatisfy(
						(letter) -> assertThat(Scenario.header(letter, "rekindle-reason")).isEqualTo("OUTCOME_UNKNOWN"))
				.extracting((letter) -> Scenario.header(letter, "rekindle-command-id"))
				.containsExactlyInAnyOrderElementsOf(scenario.failed().stream().map(JobFailed::getCommandId).toList());
			assertThat(scenario.submitted()).hasSize(1 + commands - inFlight.size());
			assertThat(scenario.cloud().journal().calls()).flatExtracting(ReceivedCall::targets)
				.doesNotHaveDuplicates()
				.containsAnyElementsOf(inFlight);
		}
	}

	private static void awaitCount(Scenario scenario, String sql, long count) {
		await().pollInterval(Duration.ofMillis(20))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(count(scenario, sql)).isEqualTo(count));
	}

	private static long count(Scenario scenario, String sql) {
		return scenario.jdbc().sql(sql).query(Long.class).single();
	}

	private static void awaitSettled(Scenario scenario) {
		scenario.flush();
		await().atMost(Duration.ofSeconds(40)).until(scenario::isSettled);
	}

	private static Map<String, Set<String>> eventIdsByCommand(Scenario scenario) {
		return scenario.submitted()
			.stream()
			.collect(Collectors.groupingBy(JobSubmitted::getCommandId,
					Collectors.mapping(JobSubmitted::getEventId, Collectors.toSet())));
	}

	private static List<ConsumerRecord<byte[], byte[]>> letters(Scenario scenario, String commandId) {
		return scenario.deadLetters()
			.stream()
			.filter((letter) -> commandId.equals(Scenario.header(letter, "rekindle-command-id")))
			.toList();
	}

	private static void assertUsedBefore(List<ConsumerRecord<byte[], byte[]>> letters, int count) {
		assertThat(letters).hasSize(count).allSatisfy((letter) -> {
			assertThat(Scenario.header(letter, "rekindle-reason")).isEqualTo("INVALID");
			assertThat(Scenario.header(letter, "rekindle-message")).contains("was used before for something else");
		});
	}

}
