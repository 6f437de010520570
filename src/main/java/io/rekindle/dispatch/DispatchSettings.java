package io.rekindle.dispatch;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.rekindle.command.Service;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.validation.annotation.Validated;

/**
 * How calls are packed, sent and tried again.
 *
 * @param maxConcurrentCalls per service and replica
 * @param sendDeadline from before the permits are taken until the call has left
 * @param maxAttempts calls that the cloud put off before a target is EXHAUSTED
 * @param backoffInitial the longest first wait; it doubles with every attempt
 * @param backoffMax no wait is longer
 */
@ConfigurationProperties("rekindle.dispatch")
@Validated
public record DispatchSettings(@DefaultValue @Valid MaxBatch maxBatch,
		@DefaultValue("64") @Positive int maxConcurrentCalls,
		@DefaultValue("5s") @DurationMin(nanos = 1) @DurationUnit(ChronoUnit.SECONDS) Duration sendDeadline,
		@DefaultValue("8") @Positive int maxAttempts,
		@DefaultValue("1s") @DurationMin(millis = 1) @DurationUnit(ChronoUnit.SECONDS) Duration backoffInitial,
		@DefaultValue("5m") @DurationMin(millis = 1) @DurationUnit(ChronoUnit.SECONDS) Duration backoffMax) {

	/** A getter by its name, so that what breaks the rule is called backoff-max. */
	@AssertTrue(message = "must not be shorter than rekindle.dispatch.backoff-initial")
	boolean isBackoffMax() {
		return !this.backoffMax.isPositive() || this.backoffMax.compareTo(this.backoffInitial) >= 0;
	}

	/** The most targets that one call of this service carries. */
	int maxBatch(Service service) {
		return switch (service) {
			case ECS -> this.maxBatch.ecs();
			case CPH_ENCODE_SERVER -> this.maxBatch.cphEncodeServer();
			case WORKSPACE_APP_SERVER -> this.maxBatch.workspaceAppServer();
			case ECS_SINGLE, MPC_REMUX -> 1;
		};
	}

	/**
	 * The most targets of one call, by service; the cloud's own limits are the highest.
	 */
	public record MaxBatch(@DefaultValue("100") @Positive @Max(1_000) int ecs,
			@DefaultValue("100") @Positive @Max(100) int cphEncodeServer,
			@DefaultValue("20") @Positive @Max(20) int workspaceAppServer) {

	}

}
