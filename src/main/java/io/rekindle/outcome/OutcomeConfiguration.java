package io.rekindle.outcome;

import org.apache.kafka.clients.admin.NewTopic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

@Configuration(proxyBeanMethods = false)
class OutcomeConfiguration {

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
