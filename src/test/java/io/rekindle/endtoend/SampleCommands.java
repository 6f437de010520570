package io.rekindle.endtoend;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.rekindle.events.Priority;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RestartService;
import io.rekindle.events.RestartType;
import io.rekindle.events.RetryRemuxCommand;

/** Commands that keep all rules, to be changed where a test wants something else. */
public final class SampleCommands {

	private SampleCommands() {
	}

	/** Restarts ECSs, in a batch. */
	public static RestartCommand restart(String commandId, String projectId, String... servers) {
		return restart(commandId, projectId, Arrays.asList(servers));
	}

	/** Restarts ECSs, in a batch. */
	public static RestartCommand restart(String commandId, String projectId, List<String> servers) {
		return restarting(commandId, projectId, servers).build();
	}

	/** The same, for a test to change it. */
	public static RestartCommand.Builder restarting(String commandId, String projectId, List<String> servers) {
		return RestartCommand.newBuilder()
			.setCommandId(commandId)
			.setRequestedAt(Instant.ofEpochMilli(1_790_000_000_000L))
			.setRequestedBy("tests")
			.setRegion("eu-west-101")
			.setProjectId(projectId)
			.setService(RestartService.ECS)
			.setResourceIds(servers)
			.setType(RestartType.SOFT)
			.setPriority(Priority.NORMAL)
			.setNotAfter(null)
			.setLabels(Map.of("ticket", "OPS-1"));
	}

	/** Retries a packaging task. */
	public static RetryRemuxCommand retry(String commandId, String projectId, String taskId) {
		return RetryRemuxCommand.newBuilder()
			.setCommandId(commandId)
			.setRequestedAt(Instant.ofEpochMilli(1_790_000_000_000L))
			.setRequestedBy("tests")
			.setRegion("eu-west-101")
			.setProjectId(projectId)
			.setTaskId(taskId)
			.setPriority(Priority.NORMAL)
			.setNotAfter(null)
			.setLabels(Map.of())
			.build();
	}

}
