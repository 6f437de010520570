package io.rekindle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Binds all settings of ours, and stops the start with one line for each that is wrong,
 * in whichever package it is.
 */
@Configuration(proxyBeanMethods = false)
class SettingsCheck {

	SettingsCheck(ListableBeanFactory beans) {
		List<String> wrong = new ArrayList<>();
		Stream.of(beans.getBeanNamesForAnnotation(ConfigurationProperties.class))
			// Boot names such a bean by its prefix and its class.
			.filter((name) -> name.startsWith("rekindle."))
			.forEach((name) -> {
				try {
					beans.getBean(name);
				}
				catch (BeansException ex) {
					if (!(ex.getMostSpecificCause() instanceof FailureAnalyzedException settings)) {
						throw ex;
					}
					wrong.add(settings.analysis().getDescription());
				}
			});
		if (!wrong.isEmpty()) {
			throw SettingsBinding.failure(wrong);
		}
	}

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor settingsBinding(Environment environment) {
		return (handler) -> new SettingsBinding(handler, environment);
	}

}
