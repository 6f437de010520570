package io.rekindle.ledger;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it came, kept because a dead letter of it may be due days later.
 *
 * @param timestamp milliseconds since 1970, as Kafka has it
 * @param headers in their order; names may repeat
 */
public record OriginalRecord(String topic, int partition, long offset, long timestamp, byte @Nullable [] key,
		byte @Nullable [] value, List<Header> headers) {

	/** One header of a record. */
	public record Header(String name, byte @Nullable [] value) {

	}

}
