package io.rekindle.outcome;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.rekindle.command.FailureReason;
import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.events.JobSucceeded;
import io.rekindle.ledger.Outcome;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** CONTRACT.md, "Topics" and "Schemas". */
class EventEncoderTest {

	private static final UUID EVENT = UUID.fromString("0191d4e2-7b7c-4a00-8000-000000000001");

	/** By PostgreSQL's clock, which has microseconds. */
	private static final Instant RECORDED = Instant.parse("2026-07-01T12:00:00.123456Z");

	private static final Instant RECORDED_MILLIS = Instant.parse("2026-07-01T12:00:00.123Z");

	private static final Instant TIMESTAMP = Instant.parse("2026-07-01T12:00:05Z");

	private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private final EventEncoder encoder = new EventEncoder(new OutcomeTopics("submitted", "succeeded", "failed"));

	@ParameterizedTest
	@CsvSource({ "JobSubmitted, submitted", "JobSucceeded, succeeded", "JobFailed, failed" })
	void addressesRecord(Outcome.Kind kind, String topic) {
		ProducerRecord<Object, Object> record = this.encoder.record(outcome(kind), TIMESTAMP);
		assertThat(record.topic()).isEqualTo(topic);
		assertThat(record.key()).isEqualTo("c-1");
		assertThat(record.partition()).isNull();
		assertThat(record.timestamp()).isEqualTo(TIMESTAMP.toEpochMilli());
	}

	@ParameterizedTest
	@EnumSource
	void carriesHeadersOfCloudEventAndTrace(Outcome.Kind kind) {
		Map<String, String> headers = new LinkedHashMap<>();
		Arrays.stream(this.encoder.record(outcome(kind), TIMESTAMP).headers().toArray())
			.forEach((header) -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
		assertThat(headers).isEqualTo(Map.of("ce_specversion", "1.0", "ce_id", EVENT.toString(), "ce_type",
				"io.rekindle." + kind, "ce_source", "/rekindle", "ce_subject", "c-1", "ce_time",
				"2026-07-01T12:00:00.123Z", "traceparent", TRACEPARENT));
	}

	@Test
	void tellsSubmission() {
		assertThat(event(outcome(Outcome.Kind.JobSubmitted))).isEqualTo(JobSubmitted.newBuilder()
			.setEventId(EVENT.toString())
			.setCommandId("c-1")
			.setRequestedBy("Jürgen €")
			.setRegion("r1")
			.setProjectId("p1")
			.setLabels(Map.of("ticket", "ÖPS-1"))
			.setCommandType("RestartCommand")
			.setService("ECS")
			.setResourceIds(List.of("a", "b"))
			.setJobId("job-1")
			.setRequestId("request-1")
			.setAttempt(2)
			.setSubmittedAt(RECORDED_MILLIS)
			.build());
	}

	@Test
	void tellsSuccess() {
		assertThat(event(outcome(Outcome.Kind.JobSucceeded))).isEqualTo(JobSucceeded.newBuilder()
			.setEventId(EVENT.toString())
			.setCommandId("c-1")
			.setRequestedBy("Jürgen €")
			.setRegion("r1")
			.setProjectId("p1")
			.setLabels(Map.of("ticket", "ÖPS-1"))
			.setCommandType("RestartCommand")
			.setService("ECS")
			.setResourceIds(List.of("a", "b"))
			.setJobId("job-1")
			.setRequestId("request-1")
			.setFinishedAt(RECORDED_MILLIS)
			.build());
	}

	@Test
	void tellsFailure() {
		assertThat(event(outcome(Outcome.Kind.JobFailed))).isEqualTo(JobFailed.newBuilder()
			.setEventId(EVENT.toString())
			.setCommandId("c-1")
			.setRequestedBy("Jürgen €")
			.setRegion("r1")
			.setProjectId("p1")
			.setLabels(Map.of("ticket", "ÖPS-1"))
			.setCommandType("RestartCommand")
			.setService("ECS")
			.setResourceIds(List.of("a", "b"))
			.setJobId("job-1")
			.setRequestId("request-1")
			.setAttempt(2)
			.setStage("SUBMISSION")
			.setReason("EXHAUSTED")
			.setErrorCode("Ecs.0118")
			.setErrorMessage("zu viel: ü€")
			.setHttpStatus(400)
			.setDeadLettered(true)
			.setFailedAt(RECORDED_MILLIS)
			.build());
	}

	@ParameterizedTest
	@CsvSource({ "INVALID, VALIDATION, true", "EXPIRED, SUBMISSION, false", "CANCELLED, SUBMISSION, false",
			"REFUSED, SUBMISSION, false", "EXHAUSTED, SUBMISSION, true", "OUTCOME_UNKNOWN, SUBMISSION, true",
			"JOB_FAILED, EXECUTION, false", "JOB_TIMED_OUT, EXECUTION, false" })
	void tellsStageAndWhetherRecordIsDeadLettered(FailureReason reason, String stage, boolean deadLettered) {
		JobFailed failed = (JobFailed) event(outcome(Outcome.Kind.JobFailed, reason));
		assertThat(failed.getReason()).isEqualTo(reason.name());
		assertThat(failed.getStage()).isEqualTo(stage);
		assertThat(failed.getDeadLettered()).isEqualTo(deadLettered);
	}

	@Test
	void leavesOutWhatTheCloudDidNotSay() {
		Outcome outcome = new Outcome(1, EVENT, Outcome.Kind.JobFailed, about(), List.of(), null, null, 0,
				FailureReason.INVALID, null, null, null, RECORDED);
		JobFailed failed = (JobFailed) event(outcome);
		assertThat(Arrays.asList(failed.getJobId(), failed.getRequestId(), failed.getErrorCode(),
				failed.getErrorMessage(), failed.getHttpStatus()))
			.containsOnlyNulls();
		assertThat(failed.getAttempt()).isZero();
		assertThat(failed.getResourceIds()).isEmpty();
	}

	@Test
	void tellsNoFailureWithoutReason() {
		assertThatIllegalStateException().isThrownBy(() -> event(outcome(Outcome.Kind.JobFailed, null)));
	}

	private Object event(Outcome outcome) {
		return this.encoder.record(outcome, TIMESTAMP).value();
	}

	private static Outcome outcome(Outcome.Kind kind) {
		return outcome(kind, FailureReason.EXHAUSTED);
	}

	private static Outcome outcome(Outcome.Kind kind, @Nullable FailureReason reason) {
		return new Outcome(1, EVENT, kind, about(), List.of("a", "b"), "job-1", "request-1", 2, reason, "Ecs.0118",
				"zu viel: ü€", 400, RECORDED);
	}

	private static Outcome.About about() {
		return new Outcome.About("c-1", "RestartCommand", "Jürgen €", "r1", "p1", "ECS", Map.of("ticket", "ÖPS-1"),
				TRACEPARENT);
	}

}
