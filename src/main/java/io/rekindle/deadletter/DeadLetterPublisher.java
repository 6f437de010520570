package io.rekindle.deadletter;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.stereotype.Component;

/** Publishes dead letters to the topic {@code <original topic>-dlt}. */
@Component
public class DeadLetterPublisher implements DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);

	/**
	 * The broker decides what is too large. A letter is a little larger than its record,
	 * which may have come compressed, and so goes out compressed too; by what every
	 * client reads.
	 */
	private static final int MAX_BYTES = 64 * 1024 * 1024;

	private final KafkaTemplate<byte[], byte[]> kafka;

	DeadLetterPublisher(ProducerFactory<byte[], byte[]> producers) {
		this.kafka = new KafkaTemplate<>(producers,
				Map.of(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
						ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
						ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_BYTES, ProducerConfig.BUFFER_MEMORY_CONFIG,
						MAX_BYTES, ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip"));
		// The default one writes each record's payload to the log.
		this.kafka.setProducerListener(new ProducerListener<>() {
		});
	}

	/**
	 * Publishes a letter.
	 * @return done once the broker has acknowledged it; failed where it did not, in which
	 * case it may be there all the same
	 * @throws org.springframework.kafka.KafkaException where it failed at once
	 */
	public CompletableFuture<?> publish(DeadLetter letter) {
		return this.kafka.send(DeadLetterRecord.of(letter))
			.thenAccept((result) -> log.atWarn()
				.addKeyValue("reason", letter.reason())
				.addKeyValue("commandId", letter.commandId())
				.addKeyValue("record",
						letter.record().topic() + "-" + letter.record().partition() + "@" + letter.record().offset())
				.log("Dead-lettered: {}", letter.message()));
	}

	@Override
	public void destroy() {
		this.kafka.destroy();
	}

}
