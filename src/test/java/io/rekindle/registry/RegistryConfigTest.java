package io.rekindle.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import io.rekindle.events.RestartCommand;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistryConfigTest {

	private static final String URL = "http://one:8081";

	@Test
	void hasConfluentsDefaults() {
		RegistryConfig config = config(Map.of("schema.registry.url", URL));
		assertThat(config.addresses()).containsExactly(new RegistryAddress(URL, null));
		assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(60));
		assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(60));
		assertThat(config.autoRegister()).isTrue();
		assertThat(config.normalize()).isFalse();
		assertThat(config.withoutJavaProperties()).isFalse();
		assertThat(config.tls()).isNull();
	}

	@Test
	void takesUserAndPasswordOutOfAnAddress() {
		RegistryConfig config = config(
				Map.of("schema.registry.url", "https://me:pa%3Ass+1@one/base/ , http://two:8081"));
		assertThat(config.addresses()).containsExactly(
				new RegistryAddress("https://one/base", Authorization.basic("me:pa:ss+1")),
				new RegistryAddress("http://two:8081", null));
	}

	@Test
	void signsInWithUserInfo() {
		RegistryConfig config = config(Map.of("schema.registry.url", URL, "basic.auth.credentials.source", "USER_INFO",
				"basic.auth.user.info", "me:secret"));
		assertThat(config.addresses().getFirst().authorization()).isEqualTo(new Authorization(
				"Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8))));
	}

	@Test
	void signsInWithAToken() {
		RegistryConfig config = config(Map.of("schema.registry.url", URL, "bearer.auth.credentials.source",
				"STATIC_TOKEN", "bearer.auth.token", "secret"));
		assertThat(config.addresses().getFirst().authorization()).isEqualTo(new Authorization("Bearer secret"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			schema.registry.url | ftp://me:secret@one
			schema.registry.url | me:secret@one
			schema.registry.url | http://me:secret@ one
			schema.registry.url | ''
			basic.auth.credentials.source | SASL_INHERIT
			basic.auth.credentials.source | USER_INFO
			bearer.auth.credentials.source | STATIC_TOKEN
			bearer.auth.credentials.source | OAUTHBEARER
			http.read.timeout.ms | 0
			http.connect.timeout.ms | soon
			auto.register.schemas | perhaps
			value.subject.name.strategy | io.confluent.kafka.serializers.subject.RecordNameStrategy
			use.latest.version | true
			use.schema.id | 7
			schema.registry.ssl.truststore.location | /nowhere/trust.jks
			""")
	void namesTheWrongSetting(String name, String value) {
		Map<String, Object> settings = new HashMap<>(Map.of("schema.registry.url", URL));
		settings.put(name, value);
		assertThatThrownBy(() -> config(settings)).isInstanceOf(ConfigException.class)
			.hasMessageContaining(name.startsWith("schema.registry.ssl") ? "schema.registry.ssl" : name)
			.message()
			.doesNotContain("secret");
	}

	@Test
	void namesTheMissingAddress() {
		assertThatThrownBy(() -> config(Map.of())).isInstanceOf(ConfigException.class)
			.hasMessageContaining("schema.registry.url")
			.hasMessageContaining("http or https");
	}

	@Test
	void keepsSecretsOutOfItsTexts() {
		RegistryConfig config = config(Map.of("schema.registry.url", "http://me:secret@one"));
		assertThat(config.addresses().getFirst().toString() + config.addresses().getFirst().authorization()
				+ config.addresses())
			.doesNotContain("secret")
			.doesNotContain("bWU6c2VjcmV0");
	}

	@Test
	void refusesATokenThatWouldBreakTheHeaderWithoutShowingIt() {
		assertThatThrownBy(() -> config(Map.of("schema.registry.url", URL, "bearer.auth.token", "secret\r\nHost: x")))
			.isInstanceOf(ConfigException.class)
			.message()
			.doesNotContain("secret");
	}

	@Test
	void sendsSchemasAsTheirFilesSayThemWhenAsked() {
		String sent = SchemaText.withoutJavaProperties(RestartCommand.getClassSchema());
		assertThat(sent).doesNotContain("avro.java.string").contains("\"name\":\"commandId\",\"type\":\"string\"");
	}

	private static RegistryConfig config(Map<String, ?> settings) {
		return new RegistryConfig(settings);
	}

}
