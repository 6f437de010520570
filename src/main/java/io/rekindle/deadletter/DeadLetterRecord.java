package io.rekindle.deadletter;

import java.nio.charset.StandardCharsets;

import io.rekindle.ledger.OriginalRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/** Builds the record of a dead letter: key, value and headers as they came, and ours. */
final class DeadLetterRecord {

	private static final String ROUND = "rekindle-round";

	private static final int MAX_MESSAGE = 1_024;

	private DeadLetterRecord() {
	}

	static ProducerRecord<byte[], byte[]> of(DeadLetter letter) {
		OriginalRecord original = letter.record();
		Headers headers = new RecordHeaders();
		original.headers().forEach((header) -> headers.add(header.name(), header.value()));
		String round = round(headers.lastHeader(ROUND));
		set(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC, original.topic());
		set(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION, bytes(original.partition()));
		set(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, bytes(original.offset()));
		set(headers, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, bytes(original.timestamp()));
		set(headers, "rekindle-reason", letter.reason().name());
		set(headers, "rekindle-message", shortened(letter.message()));
		set(headers, ROUND, round);
		set(headers, "rekindle-command-id", letter.commandId());
		set(headers, "rekindle-error-code", letter.errorCode());
		return new ProducerRecord<>(original.topic() + "-dlt", null, original.key(), original.value(), headers);
	}

	/**
	 * A replay says which round it is; a record that was never replayed is in its first.
	 */
	private static String round(@Nullable Header header) {
		String text = (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8)
				: "";
		return text.matches("[1-9][0-9]{0,8}") ? text : "1";
	}

	private static byte[] bytes(int number) {
		return new IntegerSerializer().serialize("", number);
	}

	private static byte[] bytes(long number) {
		return new LongSerializer().serialize("", number);
	}

	private static String shortened(String message) {
		return (message.length() <= MAX_MESSAGE) ? message : message.substring(0, MAX_MESSAGE) + "…";
	}

	private static void set(Headers headers, String name, @Nullable String value) {
		headers.remove(name);
		if (value != null) {
			headers.add(name, value.getBytes(StandardCharsets.UTF_8));
		}
	}

	private static void set(Headers headers, String name, byte[] value) {
		headers.remove(name);
		headers.add(name, value);
	}

}
