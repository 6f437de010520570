package io.rekindle.cloud;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.validation.annotation.Validated;

/**
 * How the cloud is reached.
 *
 * @param connectTimeout until a connection is there
 * @param callTimeout from when a request leaves until its reply is there, whole
 */
@ConfigurationProperties("rekindle.cloud")
@Validated
public record CloudSettings(@DefaultValue @Valid Endpoints endpoints,
		@DefaultValue("3s") @DurationMin(millis = 1) @DurationUnit(ChronoUnit.SECONDS) Duration connectTimeout,
		@DefaultValue("30s") @DurationMin(millis = 1) @DurationUnit(ChronoUnit.SECONDS) Duration callTimeout) {

	/**
	 * Base URLs; {@code {region}} stands for the command's region, a path is allowed. The
	 * public endpoint where one is not set.
	 */
	public record Endpoints(@Nullable @Pattern(regexp = URL, message = MESSAGE) String ecs,
			@Nullable @Pattern(regexp = URL, message = MESSAGE) String mpc) {

		private static final String URL = "https?://[^\\s/?#]+(/[^\\s?#]*)?";

		private static final String MESSAGE = "must be an http or https URL without query";

	}

}
