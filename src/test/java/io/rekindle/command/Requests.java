package io.rekindle.command;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Requests that keep all rules, but for the one field that a test is about. */
final class Requests {

	static final Instant AT = Instant.ofEpochMilli(1_790_000_000_000L);

	private Requests() {
	}

	static CommandRequest restart() {
		return restart("ECS", "SOFT", List.of("server-1", "server-2"));
	}

	static CommandRequest restart(String service, @Nullable String type, List<String> resourceIds) {
		return new CommandRequest(CommandType.RestartCommand, "c-1", AT, "tests", "eu-west-101", "p1", service,
				resourceIds, type, Priority.NORMAL, null, Map.of());
	}

	static CommandRequest retry(String taskId) {
		return new CommandRequest(CommandType.RetryRemuxCommand, "c-1", AT, "tests", "eu-west-101", "p1", "MPC_REMUX",
				List.of(taskId), null, Priority.NORMAL, null, Map.of());
	}

	static CommandRequest commandId(String commandId) {
		return change(commandId, "tests", "eu-west-101", "p1", Map.of());
	}

	static CommandRequest requestedBy(String requestedBy) {
		return change("c-1", requestedBy, "eu-west-101", "p1", Map.of());
	}

	static CommandRequest region(String region) {
		return change("c-1", "tests", region, "p1", Map.of());
	}

	static CommandRequest projectId(String projectId) {
		return change("c-1", "tests", "eu-west-101", projectId, Map.of());
	}

	static CommandRequest labels(Map<String, String> labels) {
		return change("c-1", "tests", "eu-west-101", "p1", labels);
	}

	static CommandRequest resourceId(String resourceId) {
		return restart("ECS", "SOFT", List.of(resourceId));
	}

	private static CommandRequest change(String commandId, String requestedBy, String region, String projectId,
			Map<String, String> labels) {
		return new CommandRequest(CommandType.RestartCommand, commandId, AT, requestedBy, region, projectId, "ECS",
				List.of("server-1"), "SOFT", Priority.NORMAL, null, labels);
	}

}
