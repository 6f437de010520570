package io.rekindle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The schemas are those of CONTRACT.md, and fully compatible with every version that was
 * released: {@code src/test/resources/schemas/v<n>} holds those, and is only added to.
 */
class SchemaCompatibilityTest {

	private static final Path CURRENT = Path.of("schemas");

	private static final Path RELEASED = Path.of("src/test/resources/schemas");

	private static final String COMMON = "commandId string, requestedAt timestamp-millis, requestedBy string, "
			+ "region string, projectId string, ";

	private static final String EVENT = "eventId string, commandId string, requestedBy string, region string, "
			+ "projectId string, labels map<string>={}, commandType string, service string, resourceIds array<string>, "
			+ "jobId null|string=null, requestId null|string=null, ";

	private static final String PRIORITY = "priority Priority{LOW,NORMAL,HIGH}~NORMAL=NORMAL, "
			+ "notAfter null|timestamp-millis=null, labels map<string>={}";

	/** Enums with {@code ~} their default symbol, fields with {@code =} their default. */
	@ParameterizedTest(name = "{0}")
	@MethodSource("contract")
	void keepsTheContract(String name, String fields) {
		Schema schema = schema(CURRENT.resolve(name + ".avsc"));
		assertThat(schema.getFullName()).isEqualTo("io.rekindle.events." + name);
		assertThat(schema.getFields().stream().map(SchemaCompatibilityTest::words)).containsExactly(fields.split(", "));
	}

	static Stream<Arguments> contract() {
		return Stream.of(arguments("RestartCommand", COMMON
				+ "service RestartService{ECS,ECS_SINGLE,CPH_ENCODE_SERVER,WORKSPACE_APP_SERVER,UNKNOWN}~UNKNOWN, "
				+ "resourceIds array<string>, type RestartType{SOFT,HARD,UNKNOWN}~UNKNOWN=SOFT, " + PRIORITY),
				arguments("RetryRemuxCommand", COMMON + "taskId string, " + PRIORITY),
				arguments("JobSubmitted", EVENT + "attempt int, submittedAt timestamp-millis"),
				arguments("JobSucceeded", EVENT + "finishedAt timestamp-millis"),
				arguments("JobFailed",
						EVENT + "attempt int, stage string, reason string, errorCode null|string=null, "
								+ "errorMessage null|string=null, httpStatus null|int=null, deadLettered boolean, "
								+ "failedAt timestamp-millis"));
	}

	@Test
	void knowsNoOtherSchemas() {
		assertThat(files(CURRENT)).extracting((file) -> file.getFileName().toString())
			.containsExactlyInAnyOrderElementsOf(contract().map((each) -> each.get()[0] + ".avsc").toList());
	}

	@ParameterizedTest(name = "{0} and {1}")
	@MethodSource("releases")
	void staysFullyCompatibleWithEveryRelease(Path released, Path current) {
		assertThat(compatibility(schema(current), schema(released))).as("today's reader of what was written then")
			.isEqualTo(SchemaCompatibilityType.COMPATIBLE);
		assertThat(compatibility(schema(released), schema(current))).as("a reader of then of what is written today")
			.isEqualTo(SchemaCompatibilityType.COMPATIBLE);
	}

	static Stream<Arguments> releases() {
		return files(RELEASED).stream()
			.flatMap((version) -> files(version).stream())
			.map((released) -> arguments(released, CURRENT.resolve(released.getFileName())));
	}

	@ParameterizedTest
	@CsvSource({ "service, UNKNOWN", "type, UNKNOWN", "priority, NORMAL" })
	void readsSymbolOfNewerProducerAsTheDefault(String field, String expected) throws IOException {
		Schema reader = schema(CURRENT.resolve("RestartCommand.avsc"));
		Schema writer = withSymbol(reader, field, "OF_A_NEWER_VERSION");
		GenericRecord command = new GenericRecordBuilder(writer).set("commandId", "c-1")
			.set("requestedAt", 0L)
			.set("requestedBy", "tests")
			.set("region", "r1")
			.set("projectId", "p1")
			.set("service", symbol(writer, "service", "ECS"))
			.set("resourceIds", List.of("a"))
			.set(field, symbol(writer, field, "OF_A_NEWER_VERSION"))
			.build();
		GenericRecord read = read(write(command), writer, reader);
		assertThat(read.get(field)).hasToString(expected);
		assertThat(read.get("commandId")).hasToString("c-1");
	}

	private static GenericData.EnumSymbol symbol(Schema schema, String field, String symbol) {
		return new GenericData.EnumSymbol(schema.getField(field).schema(), symbol);
	}

	/** The same schema as a newer producer has it: an enum knows one symbol more. */
	private static Schema withSymbol(Schema schema, String field, String symbol) {
		Schema known = schema.getField(field).schema();
		String first = "\"" + known.getEnumSymbols().getFirst() + "\"";
		return new SchemaParser().parse(schema.toString().replace("[" + first, "[\"" + symbol + "\"," + first))
			.mainSchema();
	}

	private static byte[] write(GenericRecord command) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Encoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
		new GenericDatumWriter<GenericRecord>(command.getSchema()).write(command, encoder);
		encoder.flush();
		return bytes.toByteArray();
	}

	private static GenericRecord read(byte[] bytes, Schema writer, Schema reader) throws IOException {
		return new GenericDatumReader<GenericRecord>(writer, reader).read(null,
				DecoderFactory.get().binaryDecoder(bytes, null));
	}

	private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
		return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
	}

	private static String words(Schema.Field field) {
		String words = field.name() + " " + words(field.schema());
		if (!field.hasDefaultValue()) {
			return words;
		}
		Object value = field.defaultVal();
		return words + "=" + (JsonProperties.NULL_VALUE.equals(value) ? "null" : value);
	}

	private static String words(Schema schema) {
		if (schema.getLogicalType() != null) {
			return schema.getLogicalType().getName();
		}
		return switch (schema.getType()) {
			case ARRAY -> "array<" + words(schema.getElementType()) + ">";
			case MAP -> "map<" + words(schema.getValueType()) + ">";
			case UNION -> String.join("|", schema.getTypes().stream().map(SchemaCompatibilityTest::words).toList());
			case ENUM ->
				schema.getName() + "{" + String.join(",", schema.getEnumSymbols()) + "}~" + schema.getEnumDefault();
			default -> schema.getType().getName();
		};
	}

	/** Parsed by a parser of its own: every file stands alone. */
	private static Schema schema(Path file) {
		try {
			return new SchemaParser().parse(Files.readString(file)).mainSchema();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Path> files(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted(Comparator.naturalOrder()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
