package io.rekindle;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.rekindle.cloud.CloudSettings;
import io.rekindle.command.Service;
import io.rekindle.dispatch.DispatchSettings;
import io.rekindle.quota.QuotaSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** CONTRACT.md, "Settings": a wrong one stops the start, and says so. */
class SettingsTest {

	private final ApplicationContextRunner start = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(SettingsCheck.class, Settings.class);

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

	/**
	 * In milliseconds, as is Spring's habit, a window of 60 would let any number pass.
	 */
	@Test
	void takesNumberWithoutUnitForSeconds() {
		this.start.withPropertyValues("rekindle.quota.ecs.window=60")
			.run((context) -> assertThat(context.getBean(QuotaSettings.class).ecs().window()).hasSeconds(60));
	}

	@ParameterizedTest
	@CsvSource({ "rekindle.quota.ecs.limit, 1", "rekindle.quota.ecs.window, 1ms", "rekindle.dispatch.max-batch.ecs, 1",
			"rekindle.dispatch.max-concurrent-calls, 1", "rekindle.dispatch.max-attempts, 1",
			"rekindle.dispatch.send-deadline, 1ns", "rekindle.dispatch.send-deadline, 24h",
			"rekindle.dispatch.backoff-initial, 5m", "rekindle.dispatch.backoff-max, 1s",
			"rekindle.cloud.endpoints.ecs, http://localhost:8080",
			"rekindle.cloud.endpoints.ecs, 'https://ecs.{region}.example.com/base/'", "rekindle.topics.partitions, 1",
			"rekindle.topics.replication-factor, 3", "rekindle.ledger.retention, 1h" })
	void takesWhatKeepsItsRule(String setting, String value) {
		this.start.withPropertyValues(setting + "=" + value).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource({ "rekindle.quota.ecs.limit, 0, must be greater than 0",
			"rekindle.quota.ecs.limit, -1, must be greater than 0",
			"rekindle.quota.ecs.limit, many, must be a whole number up to 2147483647",
			"rekindle.quota.ecs.limit, 2147483648, must be a whole number up to 2147483647",
			"rekindle.quota.ecs.window, 0s, must be longer than 0s",
			"rekindle.quota.ecs.window, -1s, must be longer than 0s",
			"rekindle.quota.ecs.window, a minute, must be a duration such as 60s",
			"rekindle.quota.ecs, 1000, takes no such value",
			"rekindle.dispatch.max-batch.ecs, 0, must be greater than 0",
			"rekindle.dispatch.max-batch.cph-encode-server, 0, must be greater than 0",
			"rekindle.dispatch.max-batch.workspace-app-server, 0, must be greater than 0",
			"rekindle.dispatch.max-concurrent-calls, 0, must be greater than 0",
			"rekindle.dispatch.send-deadline, 0s, must be longer than 0s",
			"rekindle.dispatch.max-attempts, 0, must be greater than 0",
			"rekindle.dispatch.backoff-initial, -1s, must be at least 1ms",
			"rekindle.dispatch.backoff-max, -1s, must be at least 1ms",
			"rekindle.dispatch.backoff-max, 999ms, must not be shorter than rekindle.dispatch.backoff-initial",
			"rekindle.cloud.connect-timeout, 0s, must be at least 1ms",
			"rekindle.cloud.call-timeout, 0s, must be at least 1ms",
			"rekindle.cloud.endpoints.ecs, localhost, must be an http or https URL without query",
			"rekindle.cloud.endpoints.ecs, ftp://localhost, must be an http or https URL without query",
			"rekindle.cloud.endpoints.ecs, 'https://', must be an http or https URL without query",
			"rekindle.cloud.endpoints.mpc, https://localhost/?a=b, must be an http or https URL without query",
			"rekindle.topics.partitions, 0, must be greater than 0",
			"rekindle.topics.replication-factor, 0, must be greater than 0",
			"rekindle.topics.replication-factor, 32768, must be a whole number up to 32767",
			"rekindle.ledger.retention, 59m, must be at least 1h" })
	void stopsTheStartOverWrongSetting(String setting, String value, String rule) {
		assertThatStartSays(line(setting, rule, value), setting + "=" + value);
	}

	@ParameterizedTest
	@CsvSource({ "job-submitted", "job-succeeded", "job-failed", "restart-commands", "retry-remux-commands" })
	void stopsTheStartOverTopicWithoutName(String topic) {
		String setting = "rekindle.topics." + topic;
		assertThatStartSays("%s must not be blank (\"%s\" from property source \"test\")".formatted(setting, setting),
				setting + "=");
	}

	@ParameterizedTest
	@EnumSource(names = { "ECS", "CPH_ENCODE_SERVER", "WORKSPACE_APP_SERVER" })
	void takesBatchesAsLargeAsTheCloudDoes(Service service) {
		String setting = "rekindle.dispatch.max-batch." + service.name().toLowerCase(Locale.ROOT).replace('_', '-');
		int most = service.maxPerCall();
		this.start.withPropertyValues(setting + "=" + most).run((context) -> assertThat(context).hasNotFailed());
		assertThatStartSays(line(setting, "must be at most " + most, most + 1), setting + "=" + (most + 1));
	}

	@Test
	void holdsDefaultAgainstWhatIsSet() {
		assertThatStartSays("rekindle.dispatch.backoff-max must not be shorter than rekindle.dispatch.backoff-initial,"
				+ " but is left at its default", "rekindle.dispatch.backoff-initial=6m");
	}

	@Test
	void tellsOfAllWrongSettingsAtOnce() {
		assertThatStartSays("""
				rekindle.dispatch.max-attempts must be greater than 0, but is 0\
				 ("rekindle.dispatch.maxAttempts" from property source "test")
				rekindle.dispatch.max-batch.ecs must be a whole number up to 2147483647, but is all\
				 ("rekindle.dispatch.max-batch.ecs" from property source "test")
				rekindle.dispatch.send-deadline must be a duration such as 60s, but is soon\
				 ("rekindle.dispatch.send-deadline" from property source "test")
				rekindle.quota.ecs.limit must be greater than 0, but is 0\
				 ("rekindle.quota.ecs.limit" from property source "test")""", "rekindle.quota.ecs.limit=0",
				"rekindle.dispatch.send-deadline=soon", "rekindle.dispatch.maxAttempts=0",
				"rekindle.dispatch.max-batch.ecs=all");
	}

	@Test
	void tellsValueBehindPlaceholder() {
		assertThatStartSays(line("rekindle.quota.ecs.limit", "must be greater than 0", 0),
				"rekindle.quota.ecs.limit=${limit}", "limit=0");
	}

	@Test
	void speaksEnglishOnEveryMachine() {
		LocaleContextHolder.setLocale(Locale.GERMAN);
		try {
			assertThatStartSays(line("rekindle.quota.ecs.limit", "must be greater than 0", 0),
					"rekindle.quota.ecs.limit=0");
		}
		finally {
			LocaleContextHolder.resetLocaleContext();
		}
	}

	@Test
	void leavesWhatIsNotOursToBoot() {
		this.start.withPropertyValues("server.port=many")
			.run((context) -> assertThat(said(Objects.requireNonNull(context.getStartupFailure())))
				.startsWith("Failed to bind properties under 'server.port' to java.lang.Integer")
				.contains("Reason: failed to convert"));
	}

	/** Neither of them is there: to reach for one would be another failure, and later. */
	@Test
	void stopsTheStartBeforeDatabaseAndBrokerAreReached() {
		SpringApplication service = new SpringApplication(Rekindle.class);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("REKINDLE_QUOTA_ECS_LIMIT", "0")));
		service.setEnvironment(environment);

		Throwable failure = catchThrowable(() -> service.run("--rekindle.quota.ecs.window=0s",
				"--spring.datasource.url=jdbc:postgresql://localhost:1/none", "--spring.flyway.connect-retries=0",
				"--spring.kafka.bootstrap-servers=localhost:1", "--server.port=0",
				"--logging.level.org.springframework.boot.diagnostics=off"));

		assertThat(said(failure)).isEqualTo("""
				rekindle.quota.ecs.limit must be greater than 0, but is 0\
				 (environment variable REKINDLE_QUOTA_ECS_LIMIT)
				rekindle.quota.ecs.window must be longer than 0s, but is 0s\
				 (argument --rekindle.quota.ecs.window)""");
	}

	private void assertThatStartSays(String description, String... settings) {
		this.start.withPropertyValues(settings)
			.run((context) -> assertThat(said(Objects.requireNonNull(context.getStartupFailure())))
				.isEqualTo(description));
	}

	private static String line(String setting, String rule, Object value) {
		return "%s %s, but is %s (\"%s\" from property source \"test\")".formatted(setting, rule, value, setting);
	}

	/** The description in the log, from the first analyzer that has one, as in Boot. */
	private static String said(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((_, _) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.map(FailureAnalysis::getDescription)
			.findFirst()
			.orElseGet(() -> saidByItself(failure));
	}

	private static String saidByItself(Throwable failure) {
		return (NestedExceptionUtils.getMostSpecificCause(failure) instanceof FailureAnalyzedException analyzed)
				? analyzed.analysis().getDescription() : failure.toString();
	}

	@ConfigurationPropertiesScan(basePackageClasses = Rekindle.class)
	@EnableConfigurationProperties(ServerProperties.class)
	static class Settings {

	}

}
