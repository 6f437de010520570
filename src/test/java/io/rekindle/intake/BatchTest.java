package io.rekindle.intake;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.rekindle.deadletter.DeadLetter;
import io.rekindle.ledger.Acceptance;
import io.rekindle.ledger.InvalidCommand;
import io.rekindle.ledger.OriginalRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BatchTest {

	private final Records records = new Records();

	private final CommandDecoder decoder = this.records.decoder();

	private final Batch batch = new Batch();

	@Test
	void keepsValidCommandsInTheirOrder() {
		add(restart("c-2"));
		add(retry("c-1"));
		add(restart("c-2"));
		assertThat(this.batch.received()).extracting((each) -> each.command().commandId())
			.containsExactly("c-2", "c-1", "c-2");
		assertThat(this.batch.received()).extracting((each) -> each.record().offset()).containsExactly(0L, 1L, 2L);
		assertThat(this.batch.invalid()).isEmpty();
		assertThat(this.batch.letters()).isEmpty();
	}

	@Test
	void keepsRecordsAsTheyCame() {
		ConsumerRecord<byte[], byte[]> record = restart("c-1");
		add(record);
		OriginalRecord kept = this.batch.received().getFirst().record();
		assertThat(List.of(kept.topic(), kept.partition(), kept.offset(), kept.timestamp()))
			.isEqualTo(List.of("restarts", 3, 0L, Records.AT.toEpochMilli()));
		assertThat(kept.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
		assertThat(kept.value()).isEqualTo(record.value());
		assertThat(kept.headers()).extracting(OriginalRecord.Header::name).containsExactly("b", "a", "b");
		assertThat(kept.headers()).extracting(OriginalRecord.Header::value)
			.containsExactly(new byte[] { 0 }, null, new byte[] { 1 });
	}

	@Test
	void failsInvalidCommandWithLetterAndEvent() {
		ConsumerRecord<byte[], byte[]> record = restart("c-1", "a/b");
		record.headers()
			.add("traceparent",
					"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(StandardCharsets.UTF_8));
		add(record);
		String message = "resourceIds[0] must be 1 to 64 of A-Z a-z 0-9 -, but was \"a/b\"";
		assertThat(this.batch.received()).isEmpty();
		assertLetter(DeadLetter.Reason.INVALID, "c-1", message);
		InvalidCommand invalid = this.batch.invalid().getFirst();
		assertThat(invalid.message()).isEqualTo(message);
		assertThat(invalid.request().resourceIds()).containsExactly("a/b");
		assertThat(invalid.traceparent()).isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
	}

	@Test
	void tellsNoEventWhereCommandHasNoUsableId() {
		add(restart("c/1"));
		assertThat(this.batch.invalid()).isEmpty();
		assertThat(this.batch.letters()).singleElement().satisfies((letter) -> {
			assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.INVALID);
			assertThat(letter.commandId()).isNull();
		});
	}

	/** The events of that id belong to the first. */
	@Test
	void tellsNoEventWhereEarlierCommandOfTheBatchTookTheId() {
		add(restart("c-1"));
		add(restart("c-1", "a/b"));
		assertThat(this.batch.received()).hasSize(1);
		assertThat(this.batch.invalid()).isEmpty();
		assertThat(this.batch.letters()).singleElement()
			.satisfies((letter) -> assertThat(letter.commandId()).isEqualTo("c-1"));
	}

	/** An INVALID command takes no id. */
	@Test
	void leavesTheIdOfAnInvalidCommandToLaterOnes() {
		add(restart("c-1", "a/b"));
		add(restart("c-1"));
		assertThat(this.batch.received()).hasSize(1);
		assertThat(this.batch.invalid()).hasSize(1);
		assertThat(this.batch.letters()).hasSize(1);
	}

	@Test
	void givesRecordTheSameEventIdWheneverItIsDelivered() {
		ConsumerRecord<byte[], byte[]> record = restart("c-1", "a/b");
		add(record);
		Batch again = new Batch();
		again.add(restart("c-9", "a/b"), this.decoder);
		again.add(record, this.decoder);
		UUID eventId = this.batch.invalid().getFirst().eventId();
		assertThat(again.invalid()).extracting(InvalidCommand::eventId)
			.hasSize(2)
			.doesNotHaveDuplicates()
			.endsWith(eventId);
	}

	@Test
	void givesEveryRecordItsOwnEventId() {
		add(restart("c-1", "a/b"));
		add(restart("c-1", "a/b"));
		assertThat(this.batch.invalid()).extracting(InvalidCommand::eventId).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void deadLettersWhatIsNoCommand() {
		ConsumerRecord<byte[], byte[]> none = Records.record("restarts", 7, 0, null);
		add(none);
		assertLetter(DeadLetter.Reason.UNDECODABLE, null, "the record has no value");
		assertThat(this.batch.letters().getFirst().record().value()).isNull();
		assertThat(this.batch.invalid()).isEmpty();
		add(restart("c-1"));
		assertThat(this.batch.received()).as("P6").hasSize(1);
	}

	/** P5: the whole batch is tried again. */
	@Test
	void judgesNothingDuringAnOutage() {
		SerializationException outage = new SerializationException("away", new ConnectException("refused"));
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> add(this.records.failing(outage)));
		assertThat(this.batch.letters()).isEmpty();
	}

	@Test
	void deadLettersCommandsWhoseIdBelongsToSomethingElse() {
		add(restart("c-1"));
		add(restart("c-2"));
		add(restart("c-3"));
		this.batch.addConflicts(List.of(Acceptance.ACCEPTED, Acceptance.CONFLICT, Acceptance.DUPLICATE));
		assertLetter(DeadLetter.Reason.INVALID, "c-2",
				"commandId \"c-2\" was used before for something else (record type, region, project, service,"
						+ " restart type, resources or task)");
		assertThat(this.batch.letters().getFirst().record().offset()).isEqualTo(1);
	}

	private void add(ConsumerRecord<byte[], byte[]> record) {
		this.batch.add(record, this.decoder);
	}

	private ConsumerRecord<byte[], byte[]> restart(String commandId) {
		return restart(commandId, "a");
	}

	private ConsumerRecord<byte[], byte[]> restart(String commandId, String server) {
		return this.records.record("restarts", () -> Records.restart(commandId, server));
	}

	private ConsumerRecord<byte[], byte[]> retry(String commandId) {
		return this.records.record("remuxes", () -> Records.retry(commandId));
	}

	private void assertLetter(DeadLetter.Reason reason, @Nullable String commandId, String message) {
		assertThat(this.batch.letters()).singleElement().satisfies((letter) -> {
			assertThat(letter.reason()).isEqualTo(reason);
			assertThat(letter.commandId()).isEqualTo(commandId);
			assertThat(letter.message()).isEqualTo(message);
			assertThat(letter.errorCode()).isNull();
		});
	}

}
