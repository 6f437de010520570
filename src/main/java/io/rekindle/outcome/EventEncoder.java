package io.rekindle.outcome;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.rekindle.command.FailureReason;
import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.events.JobSucceeded;
import io.rekindle.ledger.Outcome;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Turns outcomes into records: the Avro event, keyed by command, with CloudEvents
 * headers.
 */
final class EventEncoder {

	private final OutcomeTopics topics;

	EventEncoder(OutcomeTopics topics) {
		this.topics = topics;
	}

	/**
	 * The record of an outcome.
	 * @param timestamp of the record; never earlier than that of an earlier one
	 */
	ProducerRecord<Object, Object> record(Outcome outcome, Instant timestamp) {
		ProducerRecord<Object, Object> record = new ProducerRecord<>(this.topics.of(outcome.kind()), null,
				timestamp.toEpochMilli(), outcome.about().commandId(), event(outcome));
		Headers headers = record.headers();
		add(headers, "ce_specversion", "1.0");
		add(headers, "ce_id", outcome.eventId().toString());
		add(headers, "ce_type", "io.rekindle." + outcome.kind());
		add(headers, "ce_source", "/rekindle");
		add(headers, "ce_subject", outcome.about().commandId());
		add(headers, "ce_time", millis(outcome).toString());
		add(headers, "traceparent", outcome.about().traceparent());
		return record;
	}

	private static SpecificRecord event(Outcome outcome) {
		return switch (outcome.kind()) {
			case JobSubmitted -> submitted(outcome);
			case JobSucceeded -> succeeded(outcome);
			case JobFailed -> failed(outcome);
		};
	}

	private static JobSubmitted submitted(Outcome outcome) {
		Outcome.About about = outcome.about();
		return JobSubmitted.newBuilder()
			.setEventId(outcome.eventId().toString())
			.setCommandId(about.commandId())
			.setRequestedBy(about.requestedBy())
			.setRegion(about.region())
			.setProjectId(about.projectId())
			.setLabels(about.labels())
			.setCommandType(about.commandType())
			.setService(about.service())
			.setResourceIds(outcome.resourceIds())
			.setJobId(outcome.jobId())
			.setRequestId(outcome.requestId())
			.setAttempt(outcome.attempt())
			.setSubmittedAt(millis(outcome))
			.build();
	}

	private static JobSucceeded succeeded(Outcome outcome) {
		Outcome.About about = outcome.about();
		return JobSucceeded.newBuilder()
			.setEventId(outcome.eventId().toString())
			.setCommandId(about.commandId())
			.setRequestedBy(about.requestedBy())
			.setRegion(about.region())
			.setProjectId(about.projectId())
			.setLabels(about.labels())
			.setCommandType(about.commandType())
			.setService(about.service())
			.setResourceIds(outcome.resourceIds())
			.setJobId(outcome.jobId())
			.setRequestId(outcome.requestId())
			.setFinishedAt(millis(outcome))
			.build();
	}

	private static JobFailed failed(Outcome outcome) {
		Outcome.About about = outcome.about();
		FailureReason reason = outcome.reason();
		if (reason == null) {
			throw new IllegalStateException("a JobFailed without a reason: " + outcome.id());
		}
		return JobFailed.newBuilder()
			.setEventId(outcome.eventId().toString())
			.setCommandId(about.commandId())
			.setRequestedBy(about.requestedBy())
			.setRegion(about.region())
			.setProjectId(about.projectId())
			.setLabels(about.labels())
			.setCommandType(about.commandType())
			.setService(about.service())
			.setResourceIds(outcome.resourceIds())
			.setJobId(outcome.jobId())
			.setRequestId(outcome.requestId())
			.setAttempt(outcome.attempt())
			.setStage(reason.stage().name())
			.setReason(reason.name())
			.setErrorCode(outcome.errorCode())
			.setErrorMessage(outcome.errorMessage())
			.setHttpStatus(outcome.httpStatus())
			.setDeadLettered(reason.deadLettered())
			.setFailedAt(millis(outcome))
			.build();
	}

	private static Instant millis(Outcome outcome) {
		return outcome.recordedAt().truncatedTo(ChronoUnit.MILLIS);
	}

	private static void add(Headers headers, String name, String value) {
		headers.add(name, value.getBytes(StandardCharsets.UTF_8));
	}

}
