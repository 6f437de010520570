package io.rekindle.intake;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * The consumer hands records over as bytes, since a dead letter keeps them; the
 * configured value deserializer reads them afterwards.
 */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

	private static final long RETRY_MILLIS = 1_000;

	@Bean
	CommandDecoder commandDecoder(CommandTopics topics, ConsumerFactory<?, ?> consumers) {
		return new CommandDecoder(topics, () -> deserializer(consumers.getConfigurationProperties()));
	}

	@Bean
	ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory(
			ConcurrentKafkaListenerContainerFactoryConfigurer configurer, ConsumerFactory<Object, Object> consumers) {
		ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
		Map<String, Object> properties = new HashMap<>(consumers.getConfigurationProperties());
		properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		configurer.configure(factory, new DefaultKafkaConsumerFactory<>(properties));
		factory.setCommonErrorHandler(
				new DefaultErrorHandler(new FixedBackOff(RETRY_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS)));
		return factory;
	}

	@Bean
	NewTopic restartCommandsTopic(CommandTopics topics) {
		return topic(topics.restartCommands());
	}

	@Bean
	NewTopic retryRemuxCommandsTopic(CommandTopics topics) {
		return topic(topics.retryRemuxCommands());
	}

	@Bean
	NewTopic restartDeadLettersTopic(CommandTopics topics) {
		return deadLetters(topics.restartCommands());
	}

	@Bean
	NewTopic retryRemuxDeadLettersTopic(CommandTopics topics) {
		return deadLetters(topics.retryRemuxCommands());
	}

	private static NewTopic topic(String name) {
		return TopicBuilder.name(name).build();
	}

	/** A dead letter is larger than its record by the headers that say why. */
	private static NewTopic deadLetters(String commandTopic) {
		return TopicBuilder.name(commandTopic + "-dlt").config("max.message.bytes", "2097152").build();
	}

	private static Deserializer<?> deserializer(Map<String, Object> properties) {
		Object type = properties.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
		try {
			Deserializer<?> deserializer = (type instanceof Class<?> typeClass)
					? Utils.newInstance(typeClass.asSubclass(Deserializer.class))
					: Utils.newInstance(String.valueOf(type), Deserializer.class);
			deserializer.configure(properties, false);
			return deserializer;
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("spring.kafka.consumer.value-deserializer names no class: " + type, ex);
		}
	}

}
