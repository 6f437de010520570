package io.rekindle.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.rekindle.command.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told about some targets of a command.
 *
 * @param id the ledger's number; rises within a command
 * @param kind {@code JobSubmitted}, {@code JobSucceeded} or {@code JobFailed}
 * @param attempt how many calls with these targets left
 * @param reason set exactly for a JobFailed
 * @param recordedAt when it happened, by the database's clock
 */
public record Outcome(long id, UUID eventId, Kind kind, About about, List<String> resourceIds, @Nullable String jobId,
		@Nullable String requestId, int attempt, @Nullable FailureReason reason, @Nullable String errorCode,
		@Nullable String errorMessage, @Nullable Integer httpStatus, Instant recordedAt) {

	/** The events that there are, named as their schemas are. */
	public enum Kind {

		JobSubmitted, JobSucceeded, JobFailed

	}

	/**
	 * The command that it speaks of.
	 *
	 * @param service the {@code RestartService} symbol, or {@code MPC_REMUX}
	 */
	public record About(String commandId, String commandType, String requestedBy, String region, String projectId,
			String service, Map<String, String> labels, String traceparent) {

	}

}
