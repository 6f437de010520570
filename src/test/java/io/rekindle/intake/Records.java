package io.rekindle.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.rekindle.events.Priority;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RestartService;
import io.rekindle.events.RestartType;
import io.rekindle.events.RetryRemuxCommand;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Records as a consumer hands them over, and a deserializer that knows what each of them
 * holds.
 */
final class Records implements Deserializer<Object> {

	static final CommandTopics TOPICS = new CommandTopics("restarts", "remuxes");

	static final Instant AT = Instant.ofEpochMilli(1_790_000_000_000L);

	private final Map<String, Supplier<@Nullable Object>> values = new HashMap<>();

	private long offset;

	CommandDecoder decoder() {
		return new CommandDecoder(TOPICS, () -> this);
	}

	/** The next record, which holds a value, or whose value can't be read. */
	ConsumerRecord<byte[], byte[]> record(String topic, Supplier<@Nullable Object> value) {
		String name = "value-" + this.offset;
		this.values.put(name, value);
		return record(topic, this.offset++, AT.toEpochMilli(), name.getBytes(StandardCharsets.UTF_8));
	}

	ConsumerRecord<byte[], byte[]> failing(RuntimeException failure) {
		return record(TOPICS.restartCommands(), () -> {
			throw failure;
		});
	}

	static ConsumerRecord<byte[], byte[]> record(String topic, long offset, long timestamp, byte @Nullable [] value) {
		return new ConsumerRecord<>(topic, 3, offset, timestamp, TimestampType.CREATE_TIME, 1, 1,
				"key".getBytes(StandardCharsets.UTF_8), value,
				new RecordHeaders().add("b", new byte[] { 0 }).add("a", null).add("b", new byte[] { 1 }),
				Optional.empty());
	}

	@Override
	public @Nullable Object deserialize(String topic, byte[] data) {
		Supplier<@Nullable Object> value = this.values.get(new String(data, StandardCharsets.UTF_8));
		if (value == null) {
			throw new IllegalArgumentException("no value of this test");
		}
		return value.get();
	}

	static RestartCommand restart(String commandId, String... servers) {
		return RestartCommand.newBuilder()
			.setCommandId(commandId)
			.setRequestedAt(AT)
			.setRequestedBy("tests")
			.setRegion("eu-west-101")
			.setProjectId("p1")
			.setService(RestartService.ECS)
			.setResourceIds(List.of(servers))
			.setType(RestartType.HARD)
			.setPriority(Priority.HIGH)
			.setNotAfter(AT.plusSeconds(60))
			.setLabels(Map.of("ticket", "OPS-1"))
			.build();
	}

	static RetryRemuxCommand retry(String commandId) {
		return RetryRemuxCommand.newBuilder()
			.setCommandId(commandId)
			.setRequestedAt(AT)
			.setRequestedBy("tests")
			.setRegion("eu-west-101")
			.setProjectId("p1")
			.setTaskId("task_1")
			.setPriority(Priority.NORMAL)
			.setNotAfter(null)
			.setLabels(Map.of())
			.build();
	}

}
