package io.rekindle.registry;

import java.nio.ByteBuffer;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The five bytes before the Avro binary: 0, then the schema id in big-endian order.
 *
 * @see <a href=
 * "https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html">wire
 * format</a>
 */
final class WireFormat {

	static final int HEADER = 5;

	private static final byte MAGIC = 0;

	private WireFormat() {
	}

	static byte[] header(int schemaId) {
		return ByteBuffer.allocate(HEADER).put(MAGIC).putInt(schemaId).array();
	}

	/**
	 * The schema id.
	 * @throws SerializationException if these bytes can't be in the wire format
	 */
	static int schemaId(byte[] record) {
		if (record.length < HEADER) {
			throw new SerializationException("not in the Confluent wire format: " + record.length + " bytes");
		}
		if (record[0] != MAGIC) {
			throw new SerializationException("not in the Confluent wire format: first byte is " + record[0]);
		}
		int id = ByteBuffer.wrap(record, 1, Integer.BYTES).getInt();
		if (id < 0) {
			throw new SerializationException("not in the Confluent wire format: schema id " + id);
		}
		return id;
	}

}
