package io.rekindle.quota;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of the cloud.
 *
 * @param ecs the ECS limit, per region and project
 */
@ConfigurationProperties("rekindle.quota")
@Validated
public record QuotaSettings(@DefaultValue @Valid Limit ecs) {

	/**
	 * So many servers in any window.
	 *
	 * @param limit servers
	 * @param window the length of the sliding window
	 */
	public record Limit(@DefaultValue("1000") @Positive int limit,
			@DefaultValue("60s") @DurationMin(nanos = 1) @DurationUnit(ChronoUnit.SECONDS) Duration window) {

	}

}
