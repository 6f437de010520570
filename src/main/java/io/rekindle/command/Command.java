package io.rekindle.command;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A command that keeps all rules of the contract.
 *
 * @param resourceIds the servers, or the one task; no two the same
 * @param notAfter its targets are not sent later than this
 * @param labels repeated on every event
 */
public record Command(String commandId, Instant requestedAt, String requestedBy, Lane lane, List<String> resourceIds,
		Priority priority, @Nullable Instant notAfter, Map<String, String> labels) {

	public Command {
		resourceIds = List.copyOf(resourceIds);
		labels = Map.copyOf(labels);
	}

	/** {@code RestartCommand} or {@code RetryRemuxCommand}. */
	public CommandType type() {
		return (this.lane.service() == Service.MPC_REMUX) ? CommandType.RetryRemuxCommand : CommandType.RestartCommand;
	}

}
