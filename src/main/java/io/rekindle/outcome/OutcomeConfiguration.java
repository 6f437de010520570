package io.rekindle.outcome;

import org.apache.kafka.clients.admin.NewTopic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.support.ProducerListener;

@Configuration(proxyBeanMethods = false)
class OutcomeConfiguration {

	/**
	 * Says nothing: the publisher tells what failed, once for all. The default listener
	 * writes each record's payload to the log, and a stack trace.
	 */
	@Bean
	ProducerListener<Object, Object> producerListener() {
		return new ProducerListener<>() {
		};
	}

	@Bean
	NewTopic jobSubmittedTopic(OutcomeTopics topics) {
		return TopicBuilder.name(topics.jobSubmitted()).build();
	}

	@Bean
	NewTopic jobSucceededTopic(OutcomeTopics topics) {
		return TopicBuilder.name(topics.jobSucceeded()).build();
	}

	@Bean
	NewTopic jobFailedTopic(OutcomeTopics topics) {
		return TopicBuilder.name(topics.jobFailed()).build();
	}

}
