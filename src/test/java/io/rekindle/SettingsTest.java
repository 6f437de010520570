package io.rekindle;

import java.util.Locale;
import java.util.Objects;

import io.rekindle.cloud.CloudSettings;
import io.rekindle.dispatch.DispatchSettings;
import io.rekindle.quota.QuotaSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** CONTRACT.md, "Settings": a wrong one stops the start, and says so. */
class SettingsTest {

	private final ApplicationContextRunner start = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Settings.class);

	@Test
	void hasDefaultsOfContract() {
		this.start.run((context) -> {
			assertThat(context.getBean(QuotaSettings.class))
				.hasToString("QuotaSettings[ecs=Limit[limit=1000, window=PT1M]]");
			assertThat(context.getBean(DispatchSettings.class))
				.hasToString("DispatchSettings[maxBatch=MaxBatch[ecs=100, cphEncodeServer=100, workspaceAppServer=20],"
						+ " maxConcurrentCalls=64, sendDeadline=PT5S, maxAttempts=8, backoffInitial=PT1S,"
						+ " backoffMax=PT5M]");
			assertThat(context.getBean(CloudSettings.class)).hasToString(
					"CloudSettings[endpoints=Endpoints[ecs=null, mpc=null], connectTimeout=PT3S, callTimeout=PT30S]");
			assertThat(context.getBean(TopicSettings.class))
				.hasToString("TopicSettings[partitions=6, replicationFactor=null]");
		});
	}

	@ParameterizedTest
	@CsvSource({ "rekindle.quota.ecs.limit, 1", "rekindle.quota.ecs.window, 1ms", "rekindle.dispatch.max-batch.ecs, 1",
			"rekindle.dispatch.max-batch.ecs, 1000", "rekindle.dispatch.max-batch.cph-encode-server, 100",
			"rekindle.dispatch.max-batch.workspace-app-server, 20", "rekindle.dispatch.max-concurrent-calls, 1",
			"rekindle.dispatch.max-attempts, 1", "rekindle.dispatch.send-deadline, 24h",
			"rekindle.cloud.endpoints.ecs, http://localhost:8080",
			"rekindle.cloud.endpoints.ecs, 'https://ecs.{region}.example.com/base/'", "rekindle.topics.partitions, 1",
			"rekindle.topics.replication-factor, 3" })
	void takesWhatKeepsItsRule(String setting, String value) {
		this.start.withPropertyValues(setting + "=" + value).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource({ "rekindle.quota.ecs.limit, 0, must be greater than 0",
			"rekindle.quota.ecs.limit, -1, must be greater than 0", "rekindle.quota.ecs.limit, many, failed to convert",
			"rekindle.quota.ecs.window, 0s, must be longer than", "rekindle.quota.ecs.window, -1s, must be longer than",
			"rekindle.quota.ecs.window, a minute, not a valid duration",
			"rekindle.dispatch.max-batch.ecs, 0, must be greater than 0",
			"rekindle.dispatch.max-batch.ecs, 1001, must be less than or equal to 1000",
			"rekindle.dispatch.max-batch.cph-encode-server, 0, must be greater than 0",
			"rekindle.dispatch.max-batch.cph-encode-server, 101, must be less than or equal to 100",
			"rekindle.dispatch.max-batch.workspace-app-server, 0, must be greater than 0",
			"rekindle.dispatch.max-batch.workspace-app-server, 21, must be less than or equal to 20",
			"rekindle.dispatch.max-concurrent-calls, 0, must be greater than 0",
			"rekindle.dispatch.send-deadline, 0s, must be longer than",
			"rekindle.dispatch.max-attempts, 0, must be greater than 0",
			"rekindle.dispatch.backoff-initial, -1s, must be longer than",
			"rekindle.dispatch.backoff-max, -1s, must be longer than",
			"rekindle.cloud.connect-timeout, 0s, must be longer than",
			"rekindle.cloud.call-timeout, 0s, must be longer than",
			"rekindle.cloud.endpoints.ecs, localhost, must be an http or https URL",
			"rekindle.cloud.endpoints.ecs, ftp://localhost, must be an http or https URL",
			"rekindle.cloud.endpoints.ecs, 'https://', must be an http or https URL",
			"rekindle.cloud.endpoints.mpc, https://localhost/?a=b, must be an http or https URL",
			"rekindle.topics.partitions, 0, must be greater than 0",
			"rekindle.topics.replication-factor, 0, must be greater than 0" })
	void stopsTheStartOverWrongSetting(String setting, String value, String rule) {
		this.start.withPropertyValues(setting + "=" + value).run((context) -> {
			String told = analysis(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(letters(told)).as(told).contains("property" + letters(setting));
			assertThat(told).contains(rule);
		});
	}

	/** A setting's name, however its words are joined. */
	private static String letters(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
	}

	/** What the log says at a start that fails. */
	private static String analysis(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((_, _) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.map(FailureAnalysis::getDescription)
			.findFirst()
			.orElse("");
	}

	@EnableConfigurationProperties({ QuotaSettings.class, DispatchSettings.class, CloudSettings.class,
			TopicSettings.class })
	static class Settings {

	}

}
