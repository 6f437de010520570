package io.rekindle.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro records in the Confluent wire format, under the subject
 * {@code <topic>-value} or {@code <topic>-key}. A schema's id is asked for once.
 * Thread-safe once configured.
 */
public final class KafkaAvroSerializer implements Serializer<Object> {

	private static final int CACHED = 1_000;

	private final LruCache<SubjectSchema, Integer> ids = new LruCache<>(CACHED);

	private @Nullable SchemaRegistry registry;

	private boolean isKey;

	private boolean withoutJavaProperties;

	/** For Kafka, which then calls {@link #configure}. */
	public KafkaAvroSerializer() {
	}

	KafkaAvroSerializer(SchemaRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Takes the settings.
	 * @throws ConfigException naming the setting that is missing or wrong, and its rule
	 */
	@Override
	public void configure(Map<String, ?> configs, boolean isKey) {
		RegistryConfig config = new RegistryConfig(configs);
		this.isKey = isKey;
		this.withoutJavaProperties = config.withoutJavaProperties();
		this.registry = new RegistryClient(config);
	}

	/**
	 * Encodes one record; null stays null.
	 * @throws SerializationException if it is no Avro record, breaks its schema, or the
	 * registry refuses that
	 * @throws RegistryUnavailableException if the registry has to be asked for the
	 * schema's id and gives no answer
	 */
	@Override
	public byte @Nullable [] serialize(String topic, @Nullable Object data) {
		if (data == null) {
			return null;
		}
		if (!(data instanceof IndexedRecord record)) {
			throw new SerializationException("no Avro record: " + data.getClass().getName());
		}
		String subject = topic + (this.isKey ? "-key" : "-value");
		Schema schema = record.getSchema();
		int id = this.ids.get(new SubjectSchema(subject, schema), () -> registry().id(subject, text(schema)));
		return encode(id, record);
	}

	@Override
	public void close() {
		if (this.registry != null) {
			this.registry.close();
		}
	}

	private static byte[] encode(int id, IndexedRecord record) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(256);
		out.writeBytes(WireFormat.header(id));
		BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
		try {
			new SpecificDatumWriter<>(record.getSchema(), SpecificData.getForClass(record.getClass())).write(record,
					encoder);
			encoder.flush();
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw new SerializationException("the record breaks its Avro schema: " + ex, ex);
		}
		return out.toByteArray();
	}

	private String text(Schema schema) {
		return this.withoutJavaProperties ? SchemaText.withoutJavaProperties(schema) : schema.toString();
	}

	private SchemaRegistry registry() {
		if (this.registry == null) {
			throw new IllegalStateException("configure the serializer before its use");
		}
		return this.registry;
	}

	private record SubjectSchema(String subject, Schema schema) {
	}

}
