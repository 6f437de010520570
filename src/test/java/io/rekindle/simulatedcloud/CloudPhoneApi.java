package io.rekindle.simulatedcloud;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Restarts of Cloud Phone's encoding services: one job for each. */
final class CloudPhoneApi {

	private static final int MOST_REQUEST_IDS = 20;

	private final CloudClock clock;

	private final JobPace pace;

	private final Endings endings;

	private final Map<String, Job> jobs = new HashMap<>();

	private final Map<String, List<Job>> jobsOfRequests = new HashMap<>();

	CloudPhoneApi(CloudClock clock, JobPace pace, Endings endings) {
		this.clock = clock;
		this.pace = pace;
		this.endings = endings;
	}

	Result serve(CloudRequest request, long now) {
		return switch (request.kind()) {
			case CLOUD_PHONE_RESTART -> restart(request, now);
			case CLOUD_PHONE_JOB -> Result.of(job(request, now));
			default -> Result.of(jobsOfRequests(request, now));
		};
	}

	private Result restart(CloudRequest request, long now) {
		ObjectNode body = Json.object();
		ArrayNode items = body.putArray("jobs");
		List<Job> begun = new ArrayList<>();
		for (String server : request.targets()) {
			ObjectNode item = items.addObject();
			Endings.@Nullable Failure refusal = this.endings.refusalOf(server);
			if (refusal != null) {
				item.put("encode_server_id", server);
				item.put("error_code", refusal.code()).put("error_msg", refusal.message());
			}
			else {
				Job job = new Job(UUID.randomUUID().toString().replace("-", ""), request.project(), server, now);
				item.put("job_id", job.id()).put("encode_server_id", server);
				this.jobs.put(job.id(), job);
				begun.add(job);
			}
		}
		this.jobsOfRequests.put(request.requestId(), List.copyOf(begun));
		body.put("request_id", request.requestId());
		return new Result(Answer.json(200, body), begun.stream().map(Job::server).toList());
	}

	private Answer job(CloudRequest request, long now) {
		Job job = this.jobs.get(request.target());
		if (job == null || !job.project().equals(request.project())) {
			return Answer.error(request, 404, CloudService.CLOUD_PHONE.notFound(), "The job does not exist.");
		}
		return Answer.json(200, report(job, now).put("request_id", request.requestId()));
	}

	private Answer jobsOfRequests(CloudRequest request, long now) {
		boolean numbers = Stream.of("offset", "limit")
			.flatMap((name) -> request.parameter(name).stream())
			.allMatch((value) -> value.matches("\\d{1,9}"));
		if (!numbers || request.targets().size() > MOST_REQUEST_IDS) {
			return Answer.error(request, 400, CloudService.CLOUD_PHONE.badParameter(), "A parameter is invalid.");
		}
		ObjectNode body = Json.object().put("request_id", request.requestId());
		ArrayNode items = body.putArray("jobs");
		request.targets()
			.stream()
			.flatMap((id) -> this.jobsOfRequests.getOrDefault(id, List.of()).stream())
			.filter((job) -> job.project().equals(request.project()))
			.skip(number(request, "offset", 0))
			.limit(number(request, "limit", Integer.MAX_VALUE))
			.forEach((job) -> items.add(report(job, now)));
		return Answer.json(200, body);
	}

	private static int number(CloudRequest request, String parameter, int otherwise) {
		List<String> values = request.parameter(parameter);
		return values.isEmpty() ? otherwise : Integer.parseInt(values.getFirst());
	}

	private ObjectNode report(Job job, long now) {
		Endings.@Nullable Failure ofJob = this.endings.failureOf(job.id());
		Endings.@Nullable Failure failure = (ofJob != null) ? ofJob : this.endings.failureOf(job.server());
		ObjectNode report = Json.object().put("job_id", job.id()).put("begin_time", time(job.begin()));
		if (this.pace.progress(job.begin(), now) != JobPace.Progress.ENDED) {
			return report.put("status", 1);
		}
		report.put("end_time", time(this.pace.end(job.begin())));
		if (failure == null) {
			return report.put("status", 2).put("execute_msg", "success");
		}
		return report.put("status", -1)
			.put("error_code", failure.code())
			.put("error_msg", failure.message())
			.put("execute_msg", failure.message());
	}

	private String time(long nanos) {
		return this.clock.at(nanos).truncatedTo(ChronoUnit.SECONDS).toString();
	}

	private record Job(String id, String project, String server, long begin) {
	}

}
