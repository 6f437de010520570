package io.rekindle;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Rekindle {

	/**
	 * The first bean that Spring makes of ours asks for the check, so that it comes
	 * before those that reach PostgreSQL and Kafka.
	 */
	Rekindle(SettingsCheck check) {
	}

	public static void main(String[] args) {
		SpringApplication.run(Rekindle.class, args);
	}

	/**
	 * Several threads: a task that waits for Kafka must not keep the heartbeat from
	 * beating.
	 */
	@Bean
	ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
		return builder.build();
	}

}
