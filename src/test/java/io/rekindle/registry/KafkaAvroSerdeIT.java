package io.rekindle.registry;

import java.util.Map;

import io.rekindle.events.RestartCommand;
import io.rekindle.parts.Part;
import io.rekindle.parts.Parts;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against the real Apicurio Registry. */
class KafkaAvroSerdeIT {

	private static final Part REGISTRY = Parts.shared().registry();

	@Test
	void readsWhatItWrote() {
		try (KafkaAvroSerializer serializer = serializer(true); KafkaAvroDeserializer deserializer = deserializer()) {
			byte[] record = serializer.serialize("round-trip", Commands.restart());
			assertThat(deserializer.deserialize("round-trip", record)).isEqualTo(Commands.restart());
		}
	}

	@Test
	void refusesAnUnknownSchema() {
		try (KafkaAvroDeserializer deserializer = deserializer()) {
			assertThatThrownBy(() -> deserializer.deserialize("t", WireFormat.header(Integer.MAX_VALUE)))
				.isInstanceOf(SerializationException.class)
				.hasMessageContaining("2147483647");
		}
	}

	@Test
	void findsWhatWasRegisteredAndNothingElseWithoutAutoRegistration() {
		try (KafkaAvroSerializer registering = serializer(true); KafkaAvroSerializer finding = serializer(false)) {
			assertThatThrownBy(() -> finding.serialize("found", Commands.restart()))
				.isInstanceOf(SerializationException.class)
				.hasMessageContaining("found-value")
				.hasMessageContaining("40401");
			byte[] record = registering.serialize("found", Commands.restart());
			assertThat(finding.serialize("found", Commands.restart())).isEqualTo(record);
			assertThatThrownBy(() -> finding.serialize("found", weather("string")))
				.isInstanceOf(SerializationException.class)
				.hasMessageContaining("40403");
		}
	}

	@Test
	void namesWhyASchemaIsRefused() throws Exception {
		try (KafkaAvroSerializer serializer = serializer(true); RegistryCalls calls = new RegistryCalls(REGISTRY)) {
			serializer.serialize("strict", weather("string"));
			calls.put("/config/strict-value", "{\"compatibility\":\"BACKWARD\"}");
			assertThatThrownBy(() -> serializer.serialize("strict", weather("int")))
				.isInstanceOf(SerializationException.class)
				.hasMessageContaining("strict-value (409)")
				.hasMessageContaining("Incompatible");
		}
	}

	@Test
	void refusesASchemaThatIsNotAvro() throws Exception {
		try (KafkaAvroDeserializer deserializer = deserializer(); RegistryCalls calls = new RegistryCalls(REGISTRY)) {
			int id = calls.post("/subjects/json-value/versions",
					"""
							{"schemaType":"JSON",
							"schema":"{\\"$schema\\":\\"http://json-schema.org/draft-07/schema#\\",\\"type\\":\\"object\\"}"}""");
			assertThatThrownBy(() -> deserializer.deserialize("json", WireFormat.header(id)))
				.isInstanceOf(SerializationException.class)
				.hasMessageContaining("JSON");
		}
	}

	@Test
	void goesOnWhereItWasAfterAnOutage() {
		try (KafkaAvroSerializer serializer = serializer(true);
				KafkaAvroDeserializer warm = deserializer();
				KafkaAvroDeserializer cold = deserializer()) {
			byte[] record = serializer.serialize("outage", Commands.restart());
			warm.deserialize("outage", record);
			REGISTRY.stop();
			try {
				assertThat(warm.deserialize("outage", record)).isInstanceOf(RestartCommand.class);
				assertThatThrownBy(() -> cold.deserialize("outage", record))
					.isInstanceOf(RegistryUnavailableException.class);
			}
			finally {
				REGISTRY.start();
			}
			assertThat(cold.deserialize("outage", record)).isEqualTo(Commands.restart());
		}
	}

	private static GenericData.Record weather(String type) {
		Schema schema = new Schema.Parser().parse("""
				{"type":"record","name":"Weather","fields":[{"name":"it","type":"%s"}]}""".formatted(type));
		GenericData.Record weather = new GenericData.Record(schema);
		weather.put("it", type.equals("int") ? Integer.valueOf(1) : "rains");
		return weather;
	}

	private static KafkaAvroSerializer serializer(boolean register) {
		KafkaAvroSerializer serializer = new KafkaAvroSerializer();
		serializer.configure(Map.of("schema.registry.url", REGISTRY.url(), "auto.register.schemas", register), false);
		return serializer;
	}

	private static KafkaAvroDeserializer deserializer() {
		KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
		deserializer.configure(Map.of("schema.registry.url", REGISTRY.url()), false);
		return deserializer;
	}

}
