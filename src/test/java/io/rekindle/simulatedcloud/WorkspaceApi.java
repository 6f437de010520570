package io.rekindle.simulatedcloud;

import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/** Restarts of Workspace's app servers, which have no jobs. */
final class WorkspaceApi {

	private final JobPace pace;

	private final Map<String, Restart> restarts = new HashMap<>();

	WorkspaceApi(JobPace pace) {
		this.pace = pace;
	}

	Result serve(CloudRequest request, long now) {
		if (!request.kind().isRestart()) {
			return Result.of(server(request.target(), now));
		}
		Restart restart = new Restart(request.restartType() == RestartType.HARD, now);
		request.targets().forEach((id) -> this.restarts.put(id, restart));
		return new Result(Answer.json(200, Json.STRICT.nullNode()), request.targets());
	}

	private Answer server(String id, long now) {
		ObjectNode server = Json.object().put("id", id).put("name", "app-" + id).put("status", "REGISTERED");
		Restart restart = this.restarts.get(id);
		if (restart == null) {
			return Answer.json(200, server.putNull("task_status"));
		}
		return Answer.json(200, server.put("task_status", switch (this.pace.progress(restart.begin(), now)) {
			case WAITING -> restart.hard() ? "reboot_pending_hard" : "reboot_pending";
			case RUNNING -> restart.hard() ? "rebooting_hard" : "rebooting";
			case ENDED -> "null"; // the text: so the service says that there is none
		}));
	}

	private record Restart(boolean hard, long begin) {
	}

}
