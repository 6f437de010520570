package io.rekindle.intake;

import io.rekindle.command.CommandType;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Where the commands come from. */
@ConfigurationProperties("rekindle.topics")
@Validated
record CommandTopics(@DefaultValue("restart-commands") @NotBlank String restartCommands,
		@DefaultValue("retry-remux-commands") @NotBlank String retryRemuxCommands) {

	CommandType typeIn(String topic) {
		return topic.equals(this.restartCommands) ? CommandType.RestartCommand : CommandType.RetryRemuxCommand;
	}

}
