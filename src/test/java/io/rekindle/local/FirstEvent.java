package io.rekindle.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.rekindle.events.JobSubmitted;
import io.rekindle.parts.Parts;
import io.rekindle.registry.KafkaAvroDeserializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Shows one event as a consumer sees it. */
final class FirstEvent implements Runnable {

	private final Parts parts;

	FirstEvent(Parts parts) {
		this.parts = parts;
	}

	@Override
	public void run() {
		KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
		deserializer.configure(Map.of("schema.registry.url", this.parts.registryUrl()), false);
		try (KafkaConsumer<String, Object> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", this.parts.bootstrapServers(), "group.id", "local-run", "auto.offset.reset",
						"earliest", "metadata.max.age.ms", 1_000),
				new StringDeserializer(), deserializer)) {
			consumer.subscribe(List.of("job-submitted"));
			while (true) {
				for (ConsumerRecord<String, Object> record : consumer.poll(Duration.ofSeconds(1))) {
					JobSubmitted event = (JobSubmitted) record.value();
					LocalRun.print("%s  first JobSubmitted: command %s, %d of its servers, job %s".formatted(
							LocalRun.time(), event.getCommandId(), event.getResourceIds().size(), event.getJobId()));
					return;
				}
			}
		}
	}

}
