package io.rekindle.registry;

import org.apache.kafka.common.errors.SerializationException;

/**
 * What serializer and deserializer ask of a schema registry. Every call may go over the
 * network.
 */
interface SchemaRegistry extends AutoCloseable {

	/**
	 * The Avro schema with this id, as text.
	 * @throws SerializationException if the registry knows no such Avro schema
	 * @throws RegistryUnavailableException if the registry gave no usable answer
	 */
	String schema(int id);

	/**
	 * The id of this schema under the subject, after registering it or looking it up as
	 * configured.
	 * @throws SerializationException if the registry refuses the schema, or doesn't know
	 * it
	 * @throws RegistryUnavailableException if the registry gave no usable answer
	 */
	int id(String subject, String schema);

	@Override
	void close();

}
