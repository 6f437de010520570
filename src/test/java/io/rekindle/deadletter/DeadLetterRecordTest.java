package io.rekindle.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import io.rekindle.ledger.OriginalRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** CONTRACT.md, "Dead letters". */
class DeadLetterRecordTest {

	/** No UTF-8, and a NUL. */
	private static final byte[] KEY = { 0, (byte) 0xff, 'k' };

	private static final byte[] VALUE = { 0, 0, 0, 0, 7, (byte) 0xfe, 'v' };

	@Test
	void keepsKeyAndValueByteForByte() {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord.of(letter(original()));
		assertThat(letter.topic()).isEqualTo("commands-dlt");
		assertThat(letter.key()).isEqualTo(KEY);
		assertThat(letter.value()).isEqualTo(VALUE);
		assertThat(letter.partition()).as("left to the partitioner").isNull();
		assertThat(letter.timestamp()).as("the letter's own").isNull();
	}

	@Test
	void keepsMissingKeyAndValue() {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord
			.of(letter(new OriginalRecord("commands", 0, 0, 0, null, null, List.of())));
		assertThat(letter.key()).isNull();
		assertThat(letter.value()).isNull();
	}

	@Test
	void addsHeadersOfContract() {
		assertThat(names(DeadLetterRecord.of(letter(original())))).containsExactly("kafka_dlt-original-topic",
				"kafka_dlt-original-partition", "kafka_dlt-original-offset", "kafka_dlt-original-timestamp",
				"rekindle-reason", "rekindle-message", "rekindle-round", "rekindle-command-id", "rekindle-error-code");
	}

	@Test
	void tellsWhereTheRecordStoodAsSpringKafkaDoes() {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord.of(letter(original()));
		assertThat(text(letter, "kafka_dlt-original-topic")).isEqualTo("commands");
		assertThat(bytes(letter, "kafka_dlt-original-partition")).isEqualTo(ByteBuffer.allocate(4).putInt(3).array());
		assertThat(bytes(letter, "kafka_dlt-original-offset"))
			.isEqualTo(ByteBuffer.allocate(8).putLong(4_000_000_000L).array());
		assertThat(bytes(letter, "kafka_dlt-original-timestamp"))
			.isEqualTo(ByteBuffer.allocate(8).putLong(1_790_000_000_000L).array());
	}

	@Test
	void tellsWhyAsText() {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord
			.of(new DeadLetter(original(), DeadLetter.Reason.EXHAUSTED, "zu viel verlangt: ü€", "c-1", "Ecs.0118"));
		assertThat(text(letter, "rekindle-reason")).isEqualTo("EXHAUSTED");
		assertThat(text(letter, "rekindle-message")).isEqualTo("zu viel verlangt: ü€");
		assertThat(text(letter, "rekindle-command-id")).isEqualTo("c-1");
		assertThat(text(letter, "rekindle-error-code")).isEqualTo("Ecs.0118");
	}

	@ParameterizedTest
	@EnumSource
	void namesReason(DeadLetter.Reason reason) {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord
			.of(new DeadLetter(original(), reason, "why", null, null));
		assertThat(text(letter, "rekindle-reason")).isEqualTo(reason.name());
	}

	@Test
	void leavesOutWhatIsNotKnown() {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord
			.of(new DeadLetter(original(header("rekindle-command-id", "foreign"), header("rekindle-error-code", "old")),
					DeadLetter.Reason.UNDECODABLE, "why", null, null));
		assertThat(names(letter)).doesNotContain("rekindle-command-id", "rekindle-error-code");
	}

	@Test
	void cutsLongMessages() {
		assertThat(text(DeadLetterRecord.of(letter("m".repeat(1_024))), "rekindle-message"))
			.isEqualTo("m".repeat(1_024));
		assertThat(text(DeadLetterRecord.of(letter("m".repeat(1_025))), "rekindle-message"))
			.isEqualTo("m".repeat(1_024) + "…");
	}

	@Test
	void keepsForeignHeadersInTheirOrder() {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord.of(letter(original(header("b", "1"), header("a", "2"),
				header("b", "3"), new OriginalRecord.Header("none", null), header("traceparent", "00-1"))));
		assertThat(names(letter).subList(0, 5)).containsExactly("b", "a", "b", "none", "traceparent");
		assertThat(StreamSupport.stream(letter.headers().headers("b").spliterator(), false).map(Header::value))
			.containsExactly(new byte[] { '1' }, new byte[] { '3' });
		assertThat(Objects.requireNonNull(letter.headers().lastHeader("none")).value()).isNull();
	}

	@Test
	void replacesHeadersOfAnEarlierLetter() {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord
			.of(letter(original(header("kafka_dlt-original-topic", "old"), header("kafka_dlt-original-offset", "old"),
					header("rekindle-reason", "old"), header("rekindle-message", "old"),
					header("rekindle-message", "older"), header("rekindle-replay", "replay-1"))));
		assertThat(names(letter)).doesNotHaveDuplicates();
		assertThat(text(letter, "kafka_dlt-original-topic")).isEqualTo("commands");
		assertThat(bytes(letter, "kafka_dlt-original-offset")).hasSize(8);
		assertThat(text(letter, "rekindle-reason")).isEqualTo("INVALID");
		assertThat(text(letter, "rekindle-message")).isEqualTo("why");
		assertThat(text(letter, "rekindle-replay")).isEqualTo("replay-1");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "1, 1", "2, 2", "10, 10", "999999999, 999999999", "1000000000, 1", "0, 1",
			"01, 1", "-1, 1", "two, 1", "'', 1", "' 2', 1", "-, 1" })
	void takesRoundFromTheReplay(@Nullable String incoming, String expected) {
		ProducerRecord<byte[], byte[]> letter = DeadLetterRecord.of(letter(
				original(header("rekindle-round", "7"), new OriginalRecord.Header("rekindle-round", utf8(incoming)))));
		assertThat(text(letter, "rekindle-round")).isEqualTo(expected);
		assertThat(names(letter)).containsOnlyOnce("rekindle-round");
	}

	@Test
	void startsWithRoundOne() {
		assertThat(text(DeadLetterRecord.of(letter(original())), "rekindle-round")).isEqualTo("1");
	}

	private static DeadLetter letter(String message) {
		return new DeadLetter(original(), DeadLetter.Reason.INVALID, message, "c-1", null);
	}

	private static DeadLetter letter(OriginalRecord record) {
		return new DeadLetter(record, DeadLetter.Reason.INVALID, "why", "c-1", "Ecs.0005");
	}

	private static OriginalRecord original(OriginalRecord.Header... headers) {
		return new OriginalRecord("commands", 3, 4_000_000_000L, 1_790_000_000_000L, KEY, VALUE,
				Arrays.asList(headers));
	}

	private static OriginalRecord.Header header(String name, String value) {
		return new OriginalRecord.Header(name, utf8(value));
	}

	private static byte @Nullable [] utf8(@Nullable String text) {
		return (text != null) ? text.getBytes(StandardCharsets.UTF_8) : null;
	}

	private static List<String> names(ProducerRecord<byte[], byte[]> letter) {
		return Arrays.stream(letter.headers().toArray()).map(Header::key).toList();
	}

	private static byte[] bytes(ProducerRecord<byte[], byte[]> letter, String name) {
		return Objects.requireNonNull(letter.headers().lastHeader(name), name).value();
	}

	private static String text(ProducerRecord<byte[], byte[]> letter, String name) {
		return new String(bytes(letter, name), StandardCharsets.UTF_8);
	}

}
