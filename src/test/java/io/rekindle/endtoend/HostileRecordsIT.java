package io.rekindle.endtoend;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.rekindle.endtoend.HostileRecord.Fate;
import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RetryRemuxCommand;
import io.rekindle.parts.Parts;
import io.rekindle.parts.RekindleProcess;
import io.rekindle.registry.KafkaAvroDeserializer;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Records of any bytes stop nobody (P6), and none of them is lost (P4). */
class HostileRecordsIT {

	private static final long SEED = Long.getLong("hostile.seed", 20_261_121L);

	private static final int RECORDS = 10_000;

	private static final String LIMIT = "1000000";

	private static final Set<String> OURS = Set.of("kafka_dlt-original-topic", "kafka_dlt-original-partition",
			"kafka_dlt-original-offset", "kafka_dlt-original-timestamp", "rekindle-reason", "rekindle-message",
			"rekindle-round", "rekindle-command-id", "rekindle-error-code");

	private final KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();

	@Test
	void accountForEachRecordOnceP4P6() throws Exception {
		this.deserializer.configure(
				Map.of("schema.registry.url", Parts.shared().registryUrl(), "specific.avro.reader", "true"), false);
		SimulatedCloud cloud = SimulatedCloud.configure()
			.ecsLimit(Integer.parseInt(LIMIT), Duration.ofSeconds(60))
			.start();
		try (this.deserializer;
				Scenario scenario = new Scenario(cloud, Map.of("rekindle.quota.ecs.limit", LIMIT));
				RekindleProcess service = scenario.startProcess()) {
			Map<Position, HostileRecord> sent = send(scenario, new HostileRecords(scenario, SEED).make(RECORDS));
			await().atMost(Duration.ofSeconds(60))
				.ignoreExceptions()
				.until(() -> !service.isAlive() || scenario.offsets().lag() == 0);
			assertThat(service.isAlive()).isTrue();
			Map<Position, String> accepted = accepted(scenario);
			await().atMost(Duration.ofSeconds(60)).until(() -> isThrough(scenario, sent, accepted));

			assertThat(scenario.deadLetters()).as("seed %d", SEED)
				.extracting(Position::ofLetter)
				.doesNotHaveDuplicates();
			Map<Position, ConsumerRecord<byte[], byte[]>> letters = scenario.deadLetters()
				.stream()
				.collect(Collectors.toMap(Position::ofLetter, Function.identity()));
			assertThat(sent.keySet()).containsAll(letters.keySet()).containsAll(accepted.keySet());
			sent.forEach((position, record) -> assertThatRecord(record, position, accepted.get(position),
					letters.get(position)));
			assertThatGoodOnesAreCarriedOut(scenario, sent, accepted);
			assertThatInvalidOnesAreTold(scenario, sent, letters);
			print(sent, accepted, letters);
		}
	}

	private static Map<Position, HostileRecord> send(Scenario scenario, List<HostileRecord> records) throws Exception {
		List<Future<RecordMetadata>> sends = new ArrayList<>();
		records.forEach((record) -> sends.add(scenario.sendRecord(record.record())));
		scenario.flush();
		Map<Position, HostileRecord> sent = new HashMap<>();
		for (int i = 0; i < sends.size(); i++) {
			RecordMetadata metadata = sends.get(i).get();
			sent.put(new Position(metadata.topic(), metadata.partition(), metadata.offset()), records.get(i));
		}
		return sent;
	}

	/** Command ids in the ledger, by the record that brought each. */
	private static Map<Position, String> accepted(Scenario scenario) {
		Map<Position, String> accepted = new HashMap<>();
		scenario.jdbc()
			.sql("select record_topic, record_partition, record_offset, command_id from command")
			.query((row) -> {
				accepted.put(new Position(row.getString(1), row.getInt(2), row.getLong(3)), row.getString(4));
			});
		return accepted;
	}

	/** Whether all is there that is to come, or more. */
	private static boolean isThrough(Scenario scenario, Map<Position, HostileRecord> sent,
			Map<Position, String> accepted) {
		long open = scenario.jdbc()
			.sql("""
					select (select count(*) from outcome where published_at is null)
						+ (select count(*) from target join lane on lane.id = lane_id
							where state in ('QUEUED', 'SENDING') and service in ('ECS', 'MPC_REMUX'))""")
			.query(Long.class)
			.single();
		long duplicates = sent.values().stream().filter((record) -> record.fate() == Fate.DUPLICATE).count();
		long outcomes = scenario.jdbc().sql("select count(*) from outcome").query(Long.class).single();
		return open == 0 && scenario.eventRecords().size() >= outcomes
				&& scenario.deadLetters().size() + accepted.size() + duplicates >= sent.size();
	}

	private void assertThatRecord(HostileRecord record, Position position, @Nullable String acceptedAs,
			@Nullable ConsumerRecord<byte[], byte[]> letter) {
		String fate = (letter != null) ? Scenario.header(letter, "rekindle-reason")
				: (acceptedAs != null) ? "CARRIED_OUT" : "DUPLICATE";
		assertThat(letter == null || acceptedAs == null).as("both letter and ledger, seed %d: %s", SEED, position)
			.isTrue();
		if (record.fate() == Fate.OPEN) {
			assertThat(fate).as("seed %d: %s", SEED, position)
				.isIn(commandId(record) != null ? List.of("CARRIED_OUT", "INVALID") : List.of("UNDECODABLE"));
		}
		else {
			assertThat(fate).as("seed %d: %s", SEED, position).isEqualTo(record.fate().name());
		}
		if (acceptedAs != null) {
			assertThat(acceptedAs).isEqualTo(commandId(record));
		}
		if (letter != null) {
			assertThatLetterKeeps(record, letter, position);
		}
	}

	private static void assertThatLetterKeeps(HostileRecord record, ConsumerRecord<byte[], byte[]> letter,
			Position position) {
		String description = "seed " + SEED + ": " + position;
		assertThat(letter.topic()).as(description).isEqualTo(position.topic() + "-dlt");
		assertThat(letter.key()).as(description).isEqualTo(record.record().key());
		assertThat(letter.value()).as(description).isEqualTo(record.value());
		assertThat(foreign(letter.headers())).as(description).isEqualTo(foreign(record.record().headers()));
		assertThat(Scenario.header(letter, "rekindle-message")).as(description).isNotBlank();
		assertThat(Scenario.header(letter, "rekindle-round")).as(description).isEqualTo("1");
		assertThat(Scenario.header(letter, "rekindle-error-code")).as(description).isNull();
		Long timestamp = record.record().timestamp();
		if (timestamp != null) {
			assertThat(number(letter, "kafka_dlt-original-timestamp").getLong()).as(description).isEqualTo(timestamp);
		}
		OURS.forEach((name) -> assertThat(letter.headers().headers(name)).as(description).hasSizeLessThan(2));
	}

	/** As text, since a header's own equality goes by identity of its bytes' buffer. */
	private static List<String> foreign(Headers headers) {
		return StreamSupport.stream(headers.spliterator(), false)
			.filter((header) -> !OURS.contains(header.key()))
			.map((header) -> header.key() + "=" + java.util.Arrays.toString(header.value()))
			.toList();
	}

	private void assertThatGoodOnesAreCarriedOut(Scenario scenario, Map<Position, HostileRecord> sent,
			Map<Position, String> accepted) {
		Map<String, List<String>> submitted = scenario.submitted()
			.stream()
			.collect(Collectors.groupingBy(JobSubmitted::getCommandId,
					Collectors.flatMapping((event) -> event.getResourceIds().stream(), Collectors.toList())));
		Map<String, Integer> restarts = scenario.cloud().journal().restarts();
		sent.forEach((position, record) -> {
			if (record.fate() == Fate.CARRIED_OUT) {
				List<String> targets = resourceIds(record);
				assertThat(submitted.get(accepted.get(position))).as("seed %d: %s", SEED, position)
					.containsExactlyInAnyOrderElementsOf(targets);
				assertThat(targets).allSatisfy((target) -> assertThat(restarts.get(target)).isEqualTo(1));
			}
		});
	}

	private void assertThatInvalidOnesAreTold(Scenario scenario, Map<Position, HostileRecord> sent,
			Map<Position, ConsumerRecord<byte[], byte[]>> letters) {
		Map<String, JobFailed> told = scenario.failed()
			.stream()
			.filter((event) -> event.getReason().equals("INVALID"))
			.collect(Collectors.toMap(JobFailed::getCommandId, Function.identity()));
		Map<String, ConsumerRecord<byte[], byte[]>> named = new HashMap<>();
		letters.forEach((position, letter) -> {
			HostileRecord record = Objects.requireNonNull(sent.get(position));
			if ("INVALID".equals(Scenario.header(letter, "rekindle-reason"))) {
				String commandId = Objects.requireNonNull(commandId(record));
				boolean wellFormed = commandId.matches("[A-Za-z0-9._:-]{1,64}");
				assertThat(Scenario.header(letter, "rekindle-command-id")).as("seed %d: %s", SEED, position)
					.isEqualTo(wellFormed ? commandId : null);
				if (wellFormed) {
					named.put(commandId, letter);
					assertThatEventTells(told.get(commandId), record, letter);
				}
			}
			else {
				assertThat(Scenario.header(letter, "rekindle-command-id")).as("seed %d: %s", SEED, position).isNull();
			}
		});
		assertThat(told.keySet()).as("seed %d", SEED).isEqualTo(named.keySet());
	}

	private void assertThatEventTells(@Nullable JobFailed event, HostileRecord record,
			ConsumerRecord<byte[], byte[]> letter) {
		assertThat(event).as("seed %d", SEED).isNotNull();
		if (event != null) {
			assertThat(event.getStage()).isEqualTo("VALIDATION");
			assertThat(event.getDeadLettered()).isTrue();
			assertThat(event.getAttempt()).isZero();
			assertThat(event.getErrorMessage()).isEqualTo(Scenario.header(letter, "rekindle-message"));
			assertThat(event.getResourceIds()).isEqualTo(resourceIds(record).stream().limit(1_000).toList());
		}
	}

	private @Nullable String commandId(HostileRecord record) {
		return switch (decoded(record)) {
			case RestartCommand command -> command.getCommandId();
			case RetryRemuxCommand command -> command.getCommandId();
			case null, default -> null;
		};
	}

	private List<String> resourceIds(HostileRecord record) {
		return switch (decoded(record)) {
			case RestartCommand command -> command.getResourceIds();
			case RetryRemuxCommand command -> List.of(command.getTaskId());
			case null, default -> List.of();
		};
	}

	/** The command, where it is one of its topic's type. */
	private @Nullable Object decoded(HostileRecord record) {
		String topic = record.record().topic();
		try {
			Object value = this.deserializer.deserialize(topic, record.value());
			return (value instanceof RestartCommand) == topic.startsWith("restart") ? value : null;
		}
		catch (SerializationException ex) {
			return null;
		}
	}

	private static ByteBuffer number(ConsumerRecord<byte[], byte[]> letter, String name) {
		Header header = letter.headers().lastHeader(name);
		return ByteBuffer.wrap(header.value());
	}

	private static void print(Map<Position, HostileRecord> sent, Map<Position, String> accepted,
			Map<Position, ConsumerRecord<byte[], byte[]>> letters) {
		System.out.printf("%d records: %d accepted, %d dead letters %s%n", sent.size(), accepted.size(), letters.size(),
				letters.values()
					.stream()
					.collect(Collectors.groupingBy((letter) -> Scenario.header(letter, "rekindle-reason"),
							Collectors.counting())));
	}

	private record Position(String topic, int partition, long offset) {

		static Position ofLetter(ConsumerRecord<byte[], byte[]> letter) {
			Header topic = letter.headers().lastHeader("kafka_dlt-original-topic");
			return new Position(new String(topic.value(), UTF_8),
					number(letter, "kafka_dlt-original-partition").getInt(),
					number(letter, "kafka_dlt-original-offset").getLong());
		}

	}

}
