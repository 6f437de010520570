package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Restarts of ECSs, in a batch and single. A server that was never seen is ACTIVE. */
final class EcsApi {

	private final EcsLimit limit;

	private final CloudClock clock;

	private final JobPace pace;

	private final long jobsKeptFor;

	private final Endings endings;

	private final Map<String, Job> jobs = new HashMap<>();

	private final Map<String, Restart> restarts = new HashMap<>();

	EcsApi(EcsLimit limit, CloudClock clock, JobPace pace, Duration jobsKeptFor, Endings endings) {
		this.limit = limit;
		this.clock = clock;
		this.pace = pace;
		this.jobsKeptFor = jobsKeptFor.toNanos();
		this.endings = endings;
	}

	Result serve(CloudRequest request, long now) {
		return switch (request.kind()) {
			case ECS_BATCH_RESTART, ECS_SINGLE_RESTART -> restart(request, now);
			case ECS_JOB -> Result.of(job(request, now));
			default -> Result.of(server(request.target(), now));
		};
	}

	private Result restart(CloudRequest request, long now) {
		if (!this.limit.admits(request, now)) {
			return Result.of(Answer.error(ErrorShape.ECS, request, 400, "Ecs.0118",
					"The number of ECSs restarted within a minute exceeds the limit."));
		}
		Restart restart = new Restart(request.restartType() == RestartType.HARD, now);
		request.targets().forEach((id) -> this.restarts.put(id, restart));
		if (request.kind() == CallKind.ECS_SINGLE_RESTART) {
			return new Result(Answer.empty(202), request.targets());
		}
		String jobId = UUID.randomUUID().toString().replace("-", "");
		this.jobs.put(jobId, new Job(jobId, request.region(), request.project(), request.targets(), now));
		return new Result(Answer.json(200, Json.object().put("job_id", jobId)), request.targets());
	}

	private Answer job(CloudRequest request, long now) {
		Job job = this.jobs.get(request.target());
		if (job == null || !job.region().equals(request.region()) || !job.project().equals(request.project())
				|| now - this.pace.end(job.begin()) >= this.jobsKeptFor) {
			return Answer.error(request, 400, "Common.0011", "The job ID is invalid.");
		}
		ObjectNode body = new EcsJobReport(this.clock, this.pace, this.endings).of(job, now);
		return Answer.json(200, body);
	}

	/** Both queries of a server, with the same fields. */
	private Answer server(String id, long now) {
		Restart restart = this.restarts.get(id);
		ObjectNode body = Json.object();
		ObjectNode server = body.putObject("server").put("id", id).put("name", "ecs-" + id);
		Endings.@Nullable Failure failure = (restart != null) ? this.endings.failureOf(id) : null;
		if (restart != null && this.pace.progress(restart.begin(), now) != JobPace.Progress.ENDED) {
			state(server, restart.hard() ? "HARD_REBOOT" : "REBOOT", "active",
					restart.hard() ? "rebooting_hard" : "rebooting");
		}
		else if (restart != null && failure != null) {
			state(server, "ERROR", "error", null);
			server.putObject("fault")
				.put("code", 500)
				.put("message", failure.message())
				.put("created", this.clock.at(this.pace.end(restart.begin())).toString());
		}
		else {
			state(server, "ACTIVE", "active", null);
		}
		return Answer.json(200, body);
	}

	private static void state(ObjectNode server, String status, String vmState, @Nullable String taskState) {
		server.put("status", status);
		server.put("OS-EXT-STS:vm_state", vmState);
		server.put("OS-EXT-STS:task_state", taskState);
	}

	record Job(String id, String region, String project, List<String> servers, long begin) {
	}

	private record Restart(boolean hard, long begin) {
	}

}
