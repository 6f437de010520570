package io.rekindle.simulatedcloud;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Retries of MPC's packaging tasks. */
final class MpcApi {

	private static final int MOST_TASK_IDS = 10;

	private final RemuxTasks tasks;

	MpcApi(RemuxTasks tasks) {
		this.tasks = tasks;
	}

	Result serve(CloudRequest request, long now) {
		if (!request.kind().isRestart()) {
			return Result.of(tasks(request, now));
		}
		if (!this.tasks.retry(request.target(), now)) {
			return Result.of(Answer.error(request, 403, "MPC.10212", "Operation failed."));
		}
		return new Result(Answer.empty(200), request.targets());
	}

	private Answer tasks(CloudRequest request, long now) {
		if (request.targets().isEmpty() || request.targets().size() > MOST_TASK_IDS) {
			return Answer.error(request, 400, CloudService.MPC.badParameter(),
					"Between 1 and 10 task_ids are allowed.");
		}
		ObjectNode body = Json.object().put("total", request.targets().size());
		ArrayNode items = body.putArray("tasks");
		request.targets().forEach((id) -> items.add(this.tasks.report(id, now)));
		return Answer.json(200, body);
	}

}
