package io.rekindle.endtoend;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

import static org.awaitility.Awaitility.await;

/** How far a consumer group has come with its topics, and how to set it back. */
final class Offsets implements AutoCloseable {

	private final Admin admin;

	private final String group;

	private final List<String> topics;

	Offsets(String bootstrapServers, String group, List<String> topics) {
		this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
		this.group = group;
		this.topics = topics;
	}

	/** Waits until so many consumers share the topics. */
	void awaitMembers(int members) {
		await("members of " + this.group).ignoreExceptions().until(() -> {
			ConsumerGroupDescription description = get(this.admin.describeConsumerGroups(List.of(this.group)).all())
				.values()
				.iterator()
				.next();
			return description.groupState() == GroupState.STABLE && description.members().size() == members;
		});
	}

	/**
	 * Sets the group back to the first records. Its consumers must be dead: they are
	 * removed, as the broker would do after their session's timeout.
	 */
	void rewind() {
		get(this.admin.removeMembersFromConsumerGroup(this.group, new RemoveMembersFromConsumerGroupOptions()).all());
		Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
		partitions(this.topics).forEach((partition) -> first.put(partition, new OffsetAndMetadata(0)));
		get(this.admin.alterConsumerGroupOffsets(this.group, first).all());
	}

	/** How many records the group has still to read, or to commit. */
	long lag() {
		Map<TopicPartition, OffsetAndMetadata> committed = get(
				this.admin.listConsumerGroupOffsets(this.group).partitionsToOffsetAndMetadata());
		return end(this.topics) - committed.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
	}

	/** How many records these topics have ever held. */
	long end(List<String> topics) {
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		partitions(topics).forEach((partition) -> latest.put(partition, OffsetSpec.latest()));
		return get(this.admin.listOffsets(latest).all()).values()
			.stream()
			.mapToLong(ListOffsetsResultInfo::offset)
			.sum();
	}

	private List<TopicPartition> partitions(Collection<String> topics) {
		Function<TopicDescription, List<TopicPartition>> partitions = (topic) -> topic.partitions()
			.stream()
			.map((partition) -> new TopicPartition(topic.name(), partition.partition()))
			.toList();
		return get(this.admin.describeTopics(topics).allTopicNames()).values()
			.stream()
			.map(partitions)
			.flatMap(List::stream)
			.toList();
	}

	private static <T> T get(KafkaFuture<T> future) {
		try {
			return future.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.admin.close();
	}

}
