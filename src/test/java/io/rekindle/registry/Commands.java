package io.rekindle.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.rekindle.events.Priority;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RestartService;
import io.rekindle.events.RestartType;

/** Commands to write and read. */
final class Commands {

	private Commands() {
	}

	static RestartCommand restart() {
		return RestartCommand.newBuilder()
			.setCommandId("c-1")
			.setRequestedAt(Instant.ofEpochMilli(1_700_000_000_000L))
			.setRequestedBy("night shift")
			.setRegion("cn-north-4")
			.setProjectId("p1")
			.setService(RestartService.ECS)
			.setResourceIds(List.of("s-1", "s-2", "s-3"))
			.setType(RestartType.HARD)
			.setPriority(Priority.HIGH)
			.setNotAfter(Instant.ofEpochMilli(1_700_000_600_000L))
			.setLabels(Map.of("team", "tv"))
			.build();
	}

}
