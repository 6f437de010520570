package io.rekindle.command;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A command as it came, before its rules are checked.
 *
 * @param service the {@code RestartService} symbol, or {@code MPC_REMUX}
 * @param resourceIds the servers; for a remux, the task id alone
 * @param restartType the {@code RestartType} symbol; null for a remux
 */
public record CommandRequest(CommandType type, String commandId, Instant requestedAt, String requestedBy, String region,
		String projectId, String service, List<String> resourceIds, @Nullable String restartType, Priority priority,
		@Nullable Instant notAfter, Map<String, String> labels) {

}
