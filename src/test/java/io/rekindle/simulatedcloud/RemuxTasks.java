package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * MPC's packaging tasks. Every task exists, and failed an hour before the cloud's start,
 * so that any id can be retried.
 */
public final class RemuxTasks {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
		.withZone(ZoneOffset.UTC);

	private static final Endings.Failure FAILURE = new Endings.Failure("MPC.10226", "Packaging failed.");

	private final CloudClock clock;

	private final JobPace pace;

	private final Endings endings;

	private final Map<String, Task> tasks = new ConcurrentHashMap<>();

	RemuxTasks(CloudClock clock, JobPace pace, Endings endings) {
		this.clock = clock;
		this.pace = pace;
		this.endings = endings;
	}

	/** Puts a task into a state, from now on and until it is retried. */
	public void set(String taskId, RemuxStatus status) {
		this.tasks.put(taskId, new Task(status, this.clock.nanos()));
	}

	public RemuxStatus statusOf(String taskId) {
		return status(taskId, this.tasks.get(taskId), this.clock.nanos());
	}

	boolean retry(String taskId, long now) {
		if (status(taskId, this.tasks.get(taskId), now) != RemuxStatus.FAILED) {
			return false;
		}
		this.tasks.put(taskId, new Task(null, now));
		return true;
	}

	private RemuxStatus status(String taskId, @Nullable Task task, long now) {
		if (task == null) {
			return RemuxStatus.FAILED;
		}
		if (task.fixed() != null) {
			return task.fixed();
		}
		return switch (this.pace.progress(task.since(), now)) {
			case WAITING -> RemuxStatus.WAITING;
			case RUNNING -> RemuxStatus.PROCESSING;
			case ENDED -> (this.endings.failureOf(taskId) != null) ? RemuxStatus.FAILED : RemuxStatus.SUCCEED;
		};
	}

	ObjectNode report(String taskId, long now) {
		Task task = this.tasks.get(taskId);
		RemuxStatus status = status(taskId, task, now);
		Instant before = this.clock.start().minus(Duration.ofHours(1));
		ObjectNode report = Json.object().put("task_id", taskId).put("status", status.name());
		report.put("create_time", TIME.format(before));
		report.put("start_time", TIME.format((task == null) ? before : this.clock.at(task.since())));
		switch (status) {
			case INIT, WAITING, PROCESSING -> report.put("complete_ratio", 0);
			case SUCCEED, FAILED, CANCELED -> {
				report.put("complete_ratio", (status == RemuxStatus.SUCCEED) ? 100 : 0);
				report.put("end_time", TIME.format((task == null) ? before : this.clock.at(end(task))));
			}
		}
		if (status == RemuxStatus.FAILED) {
			Endings.@Nullable Failure ordered = this.endings.failureOf(taskId);
			Endings.Failure failure = (ordered != null) ? ordered : FAILURE;
			report.put("error_code", failure.code()).put("description", failure.message());
		}
		return report;
	}

	private long end(Task task) {
		return (task.fixed() != null) ? task.since() : this.pace.end(task.since());
	}

	/**
	 * What is known of a task.
	 *
	 * @param fixed the state a test put it into; none where it was retried
	 * @param since when that was
	 */
	private record Task(@Nullable RemuxStatus fixed, long since) {
	}

}
