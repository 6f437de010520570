package io.rekindle.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.rekindle.events.Priority;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RestartService;
import io.rekindle.events.RestartType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaAvroDeserializerTest {

	private static final String TOPIC = "restart-commands";

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final KafkaAvroSerializer serializer = new KafkaAvroSerializer(this.registry);

	private final KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(this.registry);

	@Test
	void readsWhatTheSerializerWrote() {
		assertThat(read(write(Commands.restart()))).isEqualTo(Commands.restart());
	}

	@Test
	void writesTheWireFormat() {
		assertThat(write(Commands.restart())).startsWith(0, 0, 0, 0, 1, "c-1".length() * 2, 'c', '-', '1');
	}

	@Test
	void keepsNull() {
		assertThat(this.deserializer.deserialize(TOPIC, null)).isNull();
		assertThat(this.serializer.serialize(TOPIC, null)).isNull();
	}

	@Test
	void asksForEachSchemaOnce() {
		byte[] record = write(Commands.restart());
		write(Commands.restart());
		read(record);
		read(record);
		assertThat(this.registry.asked()).isEqualTo(2);
	}

	@Test
	void asksAgainAfterAFailure() {
		byte[] record = write(Commands.restart());
		this.registry.away(true);
		assertThatThrownBy(() -> read(record)).isInstanceOf(RegistryUnavailableException.class);
		this.registry.away(false);
		assertThat(read(record)).isEqualTo(Commands.restart());
	}

	@Test
	void refusesBytesLeftOver() {
		byte[] record = write(Commands.restart());
		refused(Arrays.copyOf(record, record.length + 2), "2 bytes left over");
	}

	@Test
	void refusesWhatIsNotInTheWireFormat() {
		refused(new byte[0], "wire format");
		refused(new byte[] { 0, 0, 0, 1 }, "wire format");
		refused("{\"commandId\":\"c-1\"}".getBytes(StandardCharsets.UTF_8), "wire format");
		refused(new byte[] { 0, -1, 0, 0, 1, 0 }, "wire format");
	}

	@Test
	void refusesAnUnknownSchema() {
		refused(new byte[] { 0, 0, 0, 0, 9, 0 }, "no schema 9");
	}

	@Test
	void refusesWhatIsNoSchema() {
		int id = this.registry.add("syntax = \"proto3\";");
		refused(WireFormat.header(id), "can't be read");
	}

	@Test
	void readsANewerEnumSymbolAsTheDefault() throws IOException {
		Schema newer = new Schema.Parser()
			.parse(RestartCommand.getClassSchema().toString().replace("\"HARD\"", "\"HARD\",\"COLD\""));
		GenericData.Record command = generic(newer);
		command.put("type", new GenericData.EnumSymbol(newer.getField("type").schema(), "COLD"));
		assertThat(read(encoded(newer, command))).isInstanceOfSatisfying(RestartCommand.class,
				(read) -> assertThat(read.getType()).isEqualTo(RestartType.UNKNOWN));
	}

	@Test
	void fillsFieldsThatAnOlderProducerDidNotKnow() throws IOException {
		Schema older = new Schema.Parser().parse("""
				{"type":"record","name":"RestartCommand","namespace":"io.rekindle.events","fields":[
				{"name":"commandId","type":"string"},{"name":"requestedAt","type":"long"},
				{"name":"requestedBy","type":"string"},{"name":"region","type":"string"},
				{"name":"projectId","type":"string"},
				{"name":"service","type":{"type":"enum","name":"RestartService","symbols":["ECS"]}},
				{"name":"resourceIds","type":{"type":"array","items":"string"}}]}""");
		assertThat(read(encoded(older, generic(older)))).isInstanceOfSatisfying(RestartCommand.class, (read) -> {
			assertThat(read.getService()).isEqualTo(RestartService.ECS);
			assertThat(read.getType()).isEqualTo(RestartType.SOFT);
			assertThat(read.getPriority()).isEqualTo(Priority.NORMAL);
			assertThat(read.getNotAfter()).isNull();
			assertThat(read.getLabels()).isEmpty();
		});
	}

	@Test
	void skipsFieldsOfANewerProducer() throws IOException {
		Schema newer = new Schema.Parser().parse(RestartCommand.getClassSchema()
			.toString()
			.replace("\"fields\":[", "\"fields\":["
					+ "{\"name\":\"notes\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"bytes\"]}},"));
		GenericData.Record command = generic(newer);
		command.put("notes", Arrays.asList(null, ByteBuffer.wrap(new byte[7]), null));
		assertThat(read(encoded(newer, command))).isInstanceOf(RestartCommand.class);
	}

	@Test
	void refusesARecordThatLacksAFieldWithoutDefault() throws IOException {
		Schema other = new Schema.Parser().parse("""
				{"type":"record","name":"RestartCommand","namespace":"io.rekindle.events","fields":[
				{"name":"commandId","type":"string"}]}""");
		refused(encoded(other, generic(other)), "no such Avro record");
	}

	@Test
	void givesAGenericRecordWhereThereIsNoClass() throws IOException {
		Schema schema = new Schema.Parser().parse("""
				{"type":"record","name":"Weather","fields":[{"name":"commandId","type":"string"}]}""");
		assertThat(read(encoded(schema, generic(schema)))).isInstanceOfSatisfying(GenericRecord.class,
				(read) -> assertThat(read.get("commandId")).hasToString("x"));
	}

	@Test
	void makesNothingOfAClassThatIsNoAvroRecord() throws IOException {
		Schema schema = new Schema.Parser().parse("""
				{"type":"record","name":"Thread","namespace":"java.lang","fields":[
				{"name":"name","type":{"type":"string","java-class":"java.io.File"}}]}""");
		assertThat(read(encoded(schema, generic(schema)))).isInstanceOf(GenericRecord.class);
	}

	@Test
	void refusesToWriteWhatIsNoRecord() {
		assertThatThrownBy(() -> this.serializer.serialize(TOPIC, "text")).isInstanceOf(SerializationException.class)
			.hasMessageContaining("java.lang.String");
	}

	@Test
	void refusesToWriteARecordThatBreaksItsSchema() {
		Schema schema = new Schema.Parser().parse("""
				{"type":"record","name":"Weather","fields":[{"name":"commandId","type":"string"}]}""");
		assertThatThrownBy(() -> this.serializer.serialize(TOPIC, new GenericData.Record(schema)))
			.isInstanceOf(SerializationException.class);
	}

	private void refused(byte[] record, String because) {
		assertThatThrownBy(() -> read(record)).isInstanceOf(SerializationException.class).hasMessageContaining(because);
	}

	private @Nullable Object read(byte[] record) {
		return this.deserializer.deserialize(TOPIC, record);
	}

	private byte[] write(Object record) {
		return Objects.requireNonNull(this.serializer.serialize(TOPIC, record));
	}

	private byte[] encoded(Schema schema, GenericData.Record record) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(WireFormat.header(this.registry.add(schema.toString())));
		BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
		new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
		return out.toByteArray();
	}

	/** A record of this schema with something in each field that has no default. */
	private static GenericData.Record generic(Schema schema) {
		GenericRecordBuilder builder = new GenericRecordBuilder(schema);
		for (Schema.Field field : schema.getFields()) {
			switch (field.schema().getType()) {
				case STRING -> builder.set(field, "x");
				case LONG -> builder.set(field, 1L);
				case ARRAY -> builder.set(field, List.of());
				case ENUM -> builder.set(field,
						new GenericData.EnumSymbol(field.schema(), field.schema().getEnumSymbols().getFirst()));
				default -> assertThat(field.hasDefaultValue()).isTrue();
			}
		}
		return builder.build();
	}

}
