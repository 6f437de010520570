package io.rekindle.dispatch;

import java.util.random.RandomGenerator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DispatchConfiguration {

	@Bean
	Verdict verdict(DispatchSettings settings) {
		return new Verdict(settings.maxAttempts(),
				new Backoff(settings.backoffInitial(), settings.backoffMax(), RandomGenerator.getDefault()));
	}

}
