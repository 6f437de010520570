package io.rekindle.endtoend;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.rekindle.endtoend.HostileRecord.Fate;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RestartService;
import io.rekindle.events.RestartType;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes good and bad records; the same ones from the same seed. */
final class HostileRecords {

	private static final int LARGE = 900_000;

	private static final int WIRE_HEADER = 5;

	private final Scenario scenario;

	private final Random random;

	private final String restarts;

	private final String retries;

	private final List<HostileRecord> made = new ArrayList<>();

	HostileRecords(Scenario scenario, long seed) {
		this.scenario = scenario;
		this.random = new Random(seed);
		this.restarts = scenario.topic("restart-commands");
		this.retries = scenario.topic("retry-remux-commands");
	}

	/** So many records; the large and the crowded ones among them. */
	List<HostileRecord> make(int count) {
		List<Runnable> rare = List.of(this::largeGarbage, this::largeGarbage, this::largeInvalid, this::largeInvalid,
				this::crowded, this::crowded);
		for (int i = 0; this.made.size() < count; i++) {
			if (i % 1_000 == 500 && i / 1_000 < rare.size()) {
				rare.get(i / 1_000).run();
			}
			else {
				any();
			}
		}
		return this.made;
	}

	private void any() {
		boolean restart = this.random.nextInt(4) > 0;
		String topic = restart ? this.restarts : this.retries;
		byte[] good = encoded(topic, restart ? restart() : SampleCommands.retry(id(), "media", id()));
		switch (this.random.nextInt(20)) {
			case 0, 1, 2 -> add(topic, good, Fate.CARRIED_OUT);
			case 3, 4, 5, 6 -> add(topic, truncated(good), Fate.UNDECODABLE);
			case 7, 8, 9, 10, 11, 12 -> add(topic, flipped(good), Fate.OPEN);
			case 13 -> add(topic, bytes(this.random.nextInt(300)), Fate.UNDECODABLE);
			case 14 -> add(topic, behind(good, bytes(this.random.nextInt(300))), Fate.OPEN);
			case 15 -> add(topic, this.random.nextBoolean() ? null : new byte[0], Fate.UNDECODABLE);
			case 16 -> add(restart ? this.retries : this.restarts, good, Fate.UNDECODABLE);
			case 17 -> add(topic, withUnknownSchema(good), Fate.UNDECODABLE);
			case 18 -> {
				add(topic, good, Fate.CARRIED_OUT);
				add(topic, Arrays.copyOf(good, good.length + 1 + this.random.nextInt(3)), Fate.UNDECODABLE);
				// Behind the first one, in its partition.
				ProducerRecord<byte[], byte[]> first = this.made.get(this.made.size() - 2).record();
				this.made.add(new HostileRecord(
						new ProducerRecord<>(topic, first.partition(), first.key(), good, headers()), Fate.DUPLICATE));
			}
			default -> add(this.restarts, encoded(this.restarts, invalid()), Fate.INVALID);
		}
	}

	private RestartCommand restart() {
		return SampleCommands.restarting(id(), "p-" + this.random.nextInt(20), servers(1 + this.random.nextInt(30)))
			.setLabels(labels(this.random.nextInt(5)))
			.build();
	}

	private RestartCommand invalid() {
		RestartCommand.Builder command = SampleCommands.restarting(id(), "p-bad", servers(3));
		return switch (this.random.nextInt(12)) {
			case 0 -> command.setCommandId("").build();
			case 1 -> command.setCommandId("not an id \u0000 \uD83D\uDE00").build();
			case 2 -> command.setCommandId("x".repeat(65)).build();
			case 3 -> command.setRequestedBy("\u0000".repeat(129)).build();
			case 4 -> command.setRegion("EU").build();
			case 5 -> command.setProjectId("../v1/other").build();
			case 6 -> command.setService(RestartService.UNKNOWN).build();
			case 7 -> command.setType(RestartType.UNKNOWN).build();
			case 8 -> command.setResourceIds(List.of()).build();
			case 9 -> command.setResourceIds(List.of("twice", "\u0000\"}]", "twice")).build();
			case 10 -> command.setLabels(labels(33)).build();
			default -> command.setLabels(Map.of("'; drop table command; --", "\u0000".repeat(257))).build();
		};
	}

	private void largeGarbage() {
		byte[] garbage = bytes(LARGE);
		garbage[0] = 1;
		add(this.restarts, garbage, Fate.UNDECODABLE);
	}

	/** More targets than are allowed: their event tells the first of them. */
	private void largeInvalid() {
		add(this.restarts, encoded(this.restarts, SampleCommands.restart(id(), "p-bad", servers(LARGE / 17))),
				Fate.INVALID);
	}

	/** Headers that are many, empty, of any bytes, and named as ours. */
	private void crowded() {
		List<Header> headers = new ArrayList<>();
		IntStream.range(0, 200).forEach((i) -> headers.add(new RecordHeader("h" + i % 150, bytes(20))));
		headers.add(new RecordHeader("", new byte[0]));
		headers.add(new RecordHeader("\u0000", null));
		headers.add(new RecordHeader("traceparent", bytes(55)));
		List.of("kafka_dlt-original-topic", "kafka_dlt-original-partition", "kafka_dlt-original-offset",
				"kafka_dlt-original-timestamp", "rekindle-reason", "rekindle-message", "rekindle-command-id",
				"rekindle-error-code", "rekindle-round")
			.forEach((name) -> headers.add(new RecordHeader(name, bytes(8))));
		this.made.add(new HostileRecord(new ProducerRecord<>(this.restarts, 0, new byte[0], bytes(9), headers),
				Fate.UNDECODABLE));
		this.made.add(new HostileRecord(
				new ProducerRecord<>(this.restarts, 1, (byte[]) null, encoded(this.restarts, restart()), headers),
				Fate.CARRIED_OUT));
	}

	private void add(String topic, byte @Nullable [] value, Fate fate) {
		byte[] key = this.random.nextBoolean() ? bytes(this.random.nextInt(20)) : null;
		Long timestamp = (this.random.nextInt(10) == 0) ? 0L : Instant.now().toEpochMilli();
		this.made.add(new HostileRecord(
				new ProducerRecord<>(topic, this.random.nextInt(2), timestamp, key, value, headers()), fate));
	}

	private List<Header> headers() {
		List<Header> headers = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			headers
				.add(new RecordHeader("header-" + this.random.nextInt(3), this.random.nextBoolean() ? bytes(5) : null));
		}
		return headers;
	}

	private byte[] truncated(byte[] value) {
		return Arrays.copyOf(value, this.random.nextInt(value.length));
	}

	private byte[] flipped(byte[] value) {
		byte[] flipped = value.clone();
		flipped[this.random.nextInt(value.length)] ^= (byte) (1 << this.random.nextInt(8));
		return flipped;
	}

	private static byte[] behind(byte[] value, byte[] bytes) {
		return ByteBuffer.allocate(WIRE_HEADER + bytes.length).put(value, 0, WIRE_HEADER).put(bytes).array();
	}

	private byte[] withUnknownSchema(byte[] value) {
		return ByteBuffer.wrap(value.clone()).putInt(1, 1_000_000 + this.random.nextInt(1_000)).array();
	}

	private byte[] encoded(String topic, SpecificRecord command) {
		return this.scenario.encode(topic, command);
	}

	private List<String> servers(int count) {
		return IntStream.range(0, count).mapToObj((_) -> id()).toList();
	}

	private Map<String, String> labels(int count) {
		Map<String, String> labels = new HashMap<>();
		while (labels.size() < count) {
			labels.put(id(), new String(bytes(10), UTF_8));
		}
		return labels;
	}

	/** Far enough from any other for no flipped bit to make one of the other. */
	private String id() {
		return HexFormat.of().toHexDigits(this.random.nextLong());
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
