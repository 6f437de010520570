package io.rekindle.registry;

import java.util.Map;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro in the Confluent wire format. What was written comes back as the generated
 * {@link SpecificRecord} of the writer schema's full name, with the defaults of its own
 * schema, or as a generic record where there is no such class.
 * <p>
 * Safe against hostile bytes: time and memory stay in proportion to the record's size.
 * Thread-safe once configured.
 */
public final class KafkaAvroDeserializer implements Deserializer<Object> {

	private static final int CACHED = 1_000;

	private final LruCache<Integer, RecordReader> readers = new LruCache<>(CACHED);

	private @Nullable SchemaRegistry registry;

	private @Nullable ClassLoader classes;

	/** For Kafka, which then calls {@link #configure}. */
	public KafkaAvroDeserializer() {
	}

	KafkaAvroDeserializer(SchemaRegistry registry) {
		this.registry = registry;
		this.classes = contextClasses();
	}

	/**
	 * Takes the settings.
	 * @throws ConfigException naming the setting that is missing or wrong, and its rule
	 */
	@Override
	public void configure(Map<String, ?> configs, boolean isKey) {
		RegistryConfig config = new RegistryConfig(configs);
		this.classes = config.specificRecords() ? contextClasses() : null;
		this.registry = new RegistryClient(config);
	}

	/**
	 * Decodes one record; null stays null.
	 * @throws SerializationException if the record can't be decoded, now or later
	 * @throws RegistryUnavailableException if the registry has to be asked for the schema
	 * and gives no answer
	 */
	@Override
	public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
		if (data == null) {
			return null;
		}
		int id = WireFormat.schemaId(data);
		return this.readers.get(id, () -> RecordReader.of(registry().schema(id), this.classes)).read(data);
	}

	@Override
	public void close() {
		if (this.registry != null) {
			this.registry.close();
		}
	}

	private SchemaRegistry registry() {
		if (this.registry == null) {
			throw new IllegalStateException("configure the deserializer before its use");
		}
		return this.registry;
	}

	private static ClassLoader contextClasses() {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (context != null) ? context : KafkaAvroDeserializer.class.getClassLoader();
	}

}
