package io.rekindle.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

import static org.awaitility.Awaitility.await;

/** Keeps all records of some topics, from their beginning, as they come. */
final class TopicReader<T> implements AutoCloseable {

	private final KafkaConsumer<byte[], T> consumer;

	private final List<ConsumerRecord<byte[], T>> records = new CopyOnWriteArrayList<>();

	private final Thread thread;

	TopicReader(String bootstrapServers, Deserializer<T> values, List<String> topics) {
		this.consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
				ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000,
				"max.partition.fetch.bytes", 4_000_000), new ByteArrayDeserializer(), values);
		this.consumer.assign(
				topics.stream().flatMap((topic) -> partitionsOf(topic).stream()).map(TopicReader::partition).toList());
		this.thread = Thread.ofPlatform().name("topic-reader").start(this::run);
	}

	/** A topic that was only just created has none at first. */
	private List<PartitionInfo> partitionsOf(String topic) {
		return await(topic).until(() -> this.consumer.partitionsFor(topic), (partitions) -> !partitions.isEmpty());
	}

	private void run() {
		try (this.consumer) {
			while (true) {
				List<ConsumerRecord<byte[], T>> polled = new ArrayList<>();
				this.consumer.poll(Duration.ofMillis(100)).forEach(polled::add);
				this.records.addAll(polled);
			}
		}
		catch (WakeupException ex) {
			// closed
		}
	}

	List<ConsumerRecord<byte[], T>> records() {
		return this.records;
	}

	@Override
	public void close() {
		this.consumer.wakeup();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static TopicPartition partition(PartitionInfo info) {
		return new TopicPartition(info.topic(), info.partition());
	}

}
