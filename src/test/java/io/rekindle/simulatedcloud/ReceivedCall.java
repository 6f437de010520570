package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A call in the journal.
 *
 * @param number from 1, in the order of arrival
 * @param request as it came
 * @param arrivedNanos when it had been read and was decided, by the cloud's clock; by
 * default {@link System#nanoTime()}
 * @param arrivedAt the same as an instant
 * @param answeredAfter how much later the answer left, where one was to be sent
 * @param status what it was answered with, or null where no answer was to be sent
 * @param fault what went wrong on order
 * @param carriedOut the servers really restarted, or the task really retried
 */
public record ReceivedCall(long number, CloudRequest request, long arrivedNanos, Instant arrivedAt,
		Duration answeredAfter, @Nullable Integer status, @Nullable Fault fault, List<String> carriedOut) {

	public CallKind kind() {
		return this.request.kind();
	}

	public String region() {
		return this.request.region();
	}

	public String project() {
		return this.request.project();
	}

	public List<String> targets() {
		return this.request.targets();
	}

	public boolean wasCarriedOut() {
		return !this.carriedOut.isEmpty();
	}

}
