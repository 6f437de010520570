package io.rekindle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * Creates the topics that are missing, and then starts the consumers. Topics that exist
 * are taken as they are (unlike by {@link KafkaAdmin}, which would add partitions to
 * them). While the broker is away, it waits.
 */
@Component
class TopicCreation implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

	private static final Duration RETRY = Duration.ofSeconds(2);

	private final KafkaAdmin admin;

	private final List<NewTopic> topics;

	private final TopicSettings settings;

	private final KafkaListenerEndpointRegistry listeners;

	private volatile boolean running;

	TopicCreation(KafkaAdmin admin, List<NewTopic> topics, TopicSettings settings,
			KafkaListenerEndpointRegistry listeners) {
		this.admin = admin;
		this.topics = topics;
		this.settings = settings;
		this.listeners = listeners;
	}

	private void run() {
		try {
			while (this.running && !created()) {
				Thread.sleep(RETRY);
			}
			if (this.running) {
				this.listeners.getListenerContainers().forEach(MessageListenerContainer::start);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Whether no further try is needed. */
	private boolean created() throws InterruptedException {
		try (Admin client = Admin.create(this.admin.getConfigurationProperties())) {
			Set<String> existing = client.listTopics().names().get();
			List<NewTopic> missing = this.topics.stream()
				.filter((topic) -> !existing.contains(topic.name()))
				.map(this::withSettings)
				.toList();
			if (!missing.isEmpty()) {
				client.createTopics(missing).all().get();
				log.info("Created topics {}", missing.stream().map(NewTopic::name).toList());
			}
			return true;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof TopicExistsException) {
				// Another replica starts too: look again what is missing.
				return false;
			}
			if (ex.getCause() instanceof RetriableException) {
				log.warn("Waiting for Kafka: {}", String.valueOf(ex.getCause()));
				return false;
			}
			log.warn("Topics that are missing can't be created here: {}", String.valueOf(ex.getCause()));
			return true;
		}
		catch (KafkaException ex) {
			// Such as a host name that is not known yet.
			log.warn("Waiting for Kafka: {}", NestedExceptionUtils.getMostSpecificCause(ex).toString());
			return false;
		}
	}

	private NewTopic withSettings(NewTopic topic) {
		return new NewTopic(topic.name(), Optional.of(this.settings.partitions()),
				Optional.ofNullable(this.settings.replicationFactor()))
			.configs(topic.configs());
	}

	@Override
	public void start() {
		this.running = true;
		Thread.ofVirtual().name("topic-creation").start(this::run);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
