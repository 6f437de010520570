package io.rekindle.outcome;

import io.rekindle.ledger.Outcome;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Where the events go. */
@ConfigurationProperties("rekindle.topics")
@Validated
record OutcomeTopics(@DefaultValue("job-submitted") @NotBlank String jobSubmitted,
		@DefaultValue("job-succeeded") @NotBlank String jobSucceeded,
		@DefaultValue("job-failed") @NotBlank String jobFailed) {

	String of(Outcome.Kind kind) {
		return switch (kind) {
			case JobSubmitted -> this.jobSubmitted;
			case JobSucceeded -> this.jobSucceeded;
			case JobFailed -> this.jobFailed;
		};
	}

}
