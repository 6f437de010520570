package io.rekindle;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class WrongSettingTest {

	@ParameterizedTest
	@ValueSource(strings = { "rekindle.cloud.auth.secret-key", "rekindle.cloud.auth.security-token",
			"rekindle.cloud.auth.password", "rekindle.console.operator.password" })
	void keepsSecretsP8(String name) {
		assertThat(new WrongSetting(name, "must be longer", "s3cr3t", null)).hasToString(name + " must be longer");
	}

	@Test
	void saysThatSettingIsNotSet() {
		assertThat(new WrongSetting("rekindle.size", "must be at most 3", null, null))
			.hasToString("rekindle.size must be at most 3, but is left at its default");
	}

	@Test
	void isOneLineWhateverTheValue() {
		assertThat(new WrongSetting("rekindle.size", "must be at most 3", "4\r\nWARN all is lost\n", null))
			.hasToString("rekindle.size must be at most 3, but is 4  WARN all is lost");
	}

	@Test
	void saysNothingOfEmptyValue() {
		assertThat(new WrongSetting("rekindle.name", "must not be blank", " ", null))
			.hasToString("rekindle.name must not be blank");
	}

	@Test
	void namesSystemProperty() {
		assertThat(new WrongSetting("rekindle.size", "must be at most 3", "4", origin("systemProperties")))
			.hasToString("rekindle.size must be at most 3, but is 4 (system property rekindle.size)");
	}

	private static PropertySourceOrigin origin(String source) {
		return new PropertySourceOrigin(new MapPropertySource(source, Map.of()), "rekindle.size", null);
	}

}
