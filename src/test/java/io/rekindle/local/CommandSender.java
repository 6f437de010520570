package io.rekindle.local;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import io.rekindle.events.RestartCommand;
import io.rekindle.parts.Parts;
import io.rekindle.registry.KafkaAvroSerializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer of commands, as other services have one. */
final class CommandSender {

	private static final String RESTART = "restart-commands";

	private static final String RETRY = "retry-remux-commands";

	private final KafkaProducer<byte[], byte[]> producer;

	private final KafkaAvroSerializer serializer = new KafkaAvroSerializer();

	CommandSender(Parts parts) {
		this.serializer.configure(Map.of("schema.registry.url", parts.registryUrl()), false);
		this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", parts.bootstrapServers()),
				new ByteArraySerializer(), new ByteArraySerializer());
	}

	void send(SpecificRecord command) {
		send((command instanceof RestartCommand) ? RESTART : RETRY, command);
	}

	void sendToRestartCommands(SpecificRecord command) {
		send(RESTART, command);
	}

	void sendToRestartCommands(byte @Nullable [] value) {
		var _ = this.producer.send(new ProducerRecord<>(RESTART, value));
	}

	private void send(String topic, SpecificRecord command) {
		byte[] value = Objects.requireNonNull(this.serializer.serialize(topic, command));
		// A command that takes another one's id comes after it, in the same partition.
		byte[] key = command.get(command.getSchema().getField("commandId").pos())
			.toString()
			.getBytes(StandardCharsets.UTF_8);
		var _ = this.producer.send(new ProducerRecord<>(topic, key, value));
	}

}
