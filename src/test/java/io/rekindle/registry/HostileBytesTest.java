package io.rekindle.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.rekindle.events.RestartCommand;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Promise P6: one bad record stops nobody, whatever is in it. */
class HostileBytesTest {

	private static final Duration LONG = Duration.ofSeconds(10);

	/** What reading a record of some hundred bytes may take, its exception included. */
	private static final long MEMORY = 1 << 20;

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(this.registry);

	@Test
	void readsOrRefusesWhateverIsMadeOfARecord() {
		long seed = 20_240_229L;
		Random random = new Random(seed);
		byte[] good = Objects.requireNonNull(new KafkaAvroSerializer(this.registry).serialize("t", Commands.restart()));
		read(good);
		assertTimeoutPreemptively(LONG, () -> {
			for (int round = 0; round < 10_000; round++) {
				byte[] bad = mutated(good, random);
				long before = allocated();
				try {
					read(bad);
				}
				catch (SerializationException ex) {
					// as it should be
				}
				catch (Throwable ex) {
					throw new AssertionError("seed " + seed + ", round " + round + ": " + Arrays.toString(bad), ex);
				}
				assertThat(allocated() - before).as("bytes allocated, seed %d, round %d", seed, round)
					.isLessThan(MEMORY);
			}
		});
	}

	@Test
	void refusesAListLongerThanItsBytes() throws IOException {
		refused("""
				{"type":"array","items":"string"}""", (out) -> out.writeLong(1L << 31), "more items");
		refused("""
				{"type":"array","items":"int"}""", (out) -> {
			out.writeLong(Long.MIN_VALUE);
			out.writeLong(0);
		}, "more items");
		refused("""
				{"type":"map","values":"int"}""", (out) -> out.writeLong(1_000_000), "more items");
	}

	@Test
	void refusesATextLongerThanItsBytes() throws IOException {
		refused("\"string\"", (out) -> out.writeLong(Integer.MAX_VALUE), "length of 2147483647");
		refused("\"bytes\"", (out) -> out.writeLong(-1), "length of -1");
	}

	@Test
	void refusesListsOfNothing() throws IOException {
		refused("""
				{"type":"array","items":"null"}""", (out) -> out.writeLong(200_000_000), "more items");
		refused("""
				{"type":"array","items":{"type":"record","name":"Empty","fields":[]}}""",
				(out) -> out.writeLong(200_000_000), "more items");
	}

	@Test
	void refusesListsOfNothingInAFieldThatIsSkipped() throws IOException {
		refused(RestartCommand.getClassSchema()
			.toString()
			.replace("\"fields\":[",
					"\"fields\":[{\"name\":\"bomb\",\"type\":{\"type\":\"array\",\"items\":\"null\"}},"),
				(out) -> out.writeLong(200_000_000), "more items");
	}

	@Test
	void countsTheItemsOfAllListsTogether() throws IOException {
		refused("""
				{"type":"array","items":{"type":"array","items":"null"}}""", (out) -> {
			out.writeLong(100);
			for (int i = 0; i < 100; i++) {
				out.writeLong(90);
				out.writeLong(0);
			}
		}, "more items");
	}

	@Test
	void refusesRecordsWithinRecordsWithoutEnd() throws IOException {
		refused("""
				{"type":"record","name":"Loop","fields":[{"name":"again","type":"Loop"}]}""", (out) -> {
		}, "nested too deep");
	}

	@Test
	void refusesRecordsNestedTooDeep() throws IOException {
		refused("""
				{"type":"record","name":"Chain","fields":[{"name":"next","type":["null","Chain"]}]}""", (out) -> {
			for (int i = 0; i < 1_000_000; i++) {
				out.writeInt(1);
			}
			out.writeInt(0);
		}, "nested too deep");
	}

	@Test
	void refusesASchemaThatMultipliesItsParts() throws IOException {
		StringBuilder schema = new StringBuilder("{\"type\":\"record\",\"name\":\"R0\",\"fields\":[]}");
		for (int i = 1; i <= 60; i++) {
			schema.insert(0,
					"{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[{\"name\":\"a\",\"type\":".formatted(i));
			schema.append("},{\"name\":\"b\",\"type\":\"R%d\",\"default\":{}}]}".formatted(i - 1));
		}
		refused(schema.toString(), (out) -> {
		}, "too many parts|more than 10000 parts");
	}

	@Test
	void refusesASchemaWithAHugeFixed() throws IOException {
		refused("""
				{"type":"fixed","name":"Huge","size":2000000000}""", (out) -> {
		}, "fixed of 2000000000");
	}

	@Test
	void refusesAnUnionBranchThatIsNotThere() throws IOException {
		refused("[\"null\",\"int\"]", (out) -> out.writeInt(7), "out of range");
		refused("[\"null\",\"int\"]", (out) -> out.writeInt(-1), "out of range");
	}

	private void refused(String schema, Payload payload, String because) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(WireFormat.header(this.registry.add(schema)));
		BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
		payload.write(encoder);
		assertTimeoutPreemptively(LONG,
				() -> assertThatThrownBy(() -> read(out.toByteArray())).isInstanceOf(SerializationException.class)
					.message()
					.containsPattern(because));
	}

	private @Nullable Object read(byte[] record) {
		return this.deserializer.deserialize("t", record);
	}

	private static byte[] mutated(byte[] good, Random random) {
		byte[] bad = good.clone();
		for (int flips = random.nextInt(4); flips > 0; flips--) {
			// Behind the schema id: another id is another schema, or none.
			int at = WireFormat.HEADER + random.nextInt(bad.length - WireFormat.HEADER);
			bad[at] ^= (byte) (1 << random.nextInt(8));
		}
		return random.nextBoolean() ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
	}

	private static long allocated() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	private interface Payload {

		void write(BinaryEncoder out) throws IOException;

	}

}
