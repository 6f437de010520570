package io.rekindle.simulatedcloud;

import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How an ECS job is told: the job, and within it one sub-job for each server. */
final class EcsJobReport {

	private final CloudClock clock;

	private final JobPace pace;

	private final Endings endings;

	EcsJobReport(CloudClock clock, JobPace pace, Endings endings) {
		this.clock = clock;
		this.pace = pace;
		this.endings = endings;
	}

	ObjectNode of(EcsApi.Job job, long now) {
		JobPace.Progress progress = this.pace.progress(job.begin(), now);
		Endings.@Nullable Failure ofJob = this.endings.failureOf(job.id());
		Endings.@Nullable Failure first = ofJob;
		ObjectNode report = Json.object();
		ObjectNode entities = report.putObject("entities").put("sub_jobs_total", job.servers().size());
		ArrayNode subJobs = entities.putArray("sub_jobs");
		for (int i = 0; i < job.servers().size(); i++) {
			String server = job.servers().get(i);
			Endings.@Nullable Failure failure = (ofJob != null) ? ofJob : this.endings.failureOf(server);
			first = (first != null) ? first : failure;
			ObjectNode subJob = subJobs.addObject();
			subJob.putObject("entities").put("server_id", server);
			subJob.put("job_id", "%s-%d".formatted(job.id(), i)).put("job_type", "rebootSingleServer");
			state(subJob, job, progress, failure);
		}
		report.put("job_id", job.id()).put("job_type", "batchRebootServer");
		state(report, job, progress, first);
		return report;
	}

	private void state(ObjectNode node, EcsApi.Job job, JobPace.Progress progress, Endings.@Nullable Failure failure) {
		boolean ended = progress == JobPace.Progress.ENDED;
		boolean failed = ended && failure != null;
		node.put("status", switch (progress) {
			case WAITING -> "INIT";
			case RUNNING -> "RUNNING";
			case ENDED -> failed ? "FAIL" : "SUCCESS";
		});
		node.put("begin_time", time(job.begin()));
		node.put("end_time", ended ? time(this.pace.end(job.begin())) : "");
		node.put("error_code", (failed && failure != null) ? failure.code() : null);
		node.put("fail_reason", (failed && failure != null) ? failure.message() : null);
	}

	private String time(long nanos) {
		return this.clock.at(nanos).truncatedTo(ChronoUnit.MILLIS).toString();
	}

}
