package io.rekindle.dispatch;

import java.util.random.RandomGenerator;

import io.rekindle.cloud.SendDeadline;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

	@Bean
	Clocks clocks() {
		return new Clocks(System::nanoTime, SendDeadline::in);
	}

	@Bean
	Verdict verdict(DispatchSettings settings) {
		return new Verdict(settings.maxAttempts(),
				new Backoff(settings.backoffInitial(), settings.backoffMax(), RandomGenerator.getDefault()));
	}

}
