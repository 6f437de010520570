package io.rekindle.registry;

import java.util.IdentityHashMap;

import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Refuses schemas with which a few bytes could become a lot of work. A record's fields
 * can each be a record of many fields, and so on, none of them taking a byte; what Avro
 * does for such a schema, building its reader included, grows with the number of parts
 * after all names are replaced by what they stand for.
 */
final class SchemaBounds {

	/** Parts with all names replaced. Large real schemas have some thousand. */
	private static final long MAX_PARTS = 10_000;

	/** How many more parts without a byte of their own than bytes a record may have. */
	private static final long FREE_PARTS = 16;

	/**
	 * Avro allocates a fixed before it reads it; 1 MiB is Kafka's own bound of a record.
	 */
	private static final int MAX_FIXED = 1 << 20;

	private static final Weight ONE_BYTE = new Weight(1, 0, 1);

	private final IdentityHashMap<Schema, Weight> known = new IdentityHashMap<>();

	private SchemaBounds() {
	}

	/**
	 * Passes where decoding by this schema takes time and memory in proportion to the
	 * bytes.
	 * @throws SerializationException otherwise
	 */
	static void check(Schema writer) {
		new SchemaBounds().weigh(writer);
	}

	private Weight weigh(Schema schema) {
		Weight weight = switch (schema.getType()) {
			case RECORD -> record(schema);
			case ARRAY -> ONE_BYTE.with(weigh(schema.getElementType()));
			case MAP -> ONE_BYTE.with(weigh(schema.getValueType()));
			case UNION -> schema.getTypes().stream().map(this::weigh).reduce(ONE_BYTE, Weight::with);
			case FIXED -> fixed(schema.getFixedSize());
			case NULL -> new Weight(1, 1, 0);
			case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, ENUM -> ONE_BYTE;
		};
		if (weight.parts() > MAX_PARTS) {
			throw new SerializationException("the schema has more than " + MAX_PARTS + " parts");
		}
		return weight;
	}

	private Weight record(Schema schema) {
		Weight done = this.known.get(schema);
		if (done != null) {
			return done;
		}
		// Stands for the record inside itself. A record that must hold itself has no end:
		// its decoding fails.
		this.known.put(schema, ONE_BYTE);
		Weight weight = new Weight(1, 1, 0);
		for (Schema.Field field : schema.getFields()) {
			weight = weight.and(weigh(field.schema()));
		}
		if (weight.free() > FREE_PARTS + weight.bytes()) {
			throw new SerializationException("the schema has too many parts that take no bytes");
		}
		this.known.put(schema, weight);
		return weight;
	}

	private static Weight fixed(int size) {
		if (size > MAX_FIXED) {
			throw new SerializationException("the schema has a fixed of " + size + " bytes");
		}
		return new Weight(1, (size == 0) ? 1 : 0, size);
	}

	/**
	 * What a schema weighs.
	 *
	 * @param parts all parts, those that may be absent included
	 * @param free parts that are always there and take no byte of their own
	 * @param bytes the least number of bytes
	 */
	private record Weight(long parts, long free, long bytes) {

		Weight and(Weight field) {
			return new Weight(this.parts + field.parts, this.free + field.free, this.bytes + field.bytes);
		}

		/** With something that may be absent, and takes a byte more where it is there. */
		Weight with(Weight item) {
			return new Weight(this.parts + item.parts, this.free, this.bytes);
		}

	}

}
