package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each request, one at a time: so the order of arrival, the limit
 * and the journal agree exactly. Nothing in here waits.
 */
final class Gateway {

	private final CloudClock clock;

	private final FaultOrders orders;

	private final List<Check> checks;

	private final Services services;

	private final Journal journal;

	private final Object decision = new Object();

	Gateway(CloudClock clock, FaultOrders orders, List<Check> checks, Services services, Journal journal) {
		this.clock = clock;
		this.orders = orders;
		this.checks = checks;
		this.services = services;
		this.journal = journal;
	}

	/** Whether the connection is to be reset before the body is read. */
	boolean resetsUnread(CloudRequest head) {
		synchronized (this.decision) {
			if (!this.orders.takeUnread(head)) {
				return false;
			}
			record(head, this.clock.nanos(), Duration.ZERO, Fault.resetUnread(), Result.nothing());
			return true;
		}
	}

	/**
	 * Decides on a call.
	 * @param latency between the decision and the answer, before any fault adds to it
	 */
	Decision decide(CloudRequest request, Duration latency) {
		Optional<Answer> refusal = this.checks.stream()
			.map((check) -> check.refuse(request))
			.filter(Objects::nonNull)
			.findFirst();
		synchronized (this.decision) {
			long now = this.clock.nanos();
			FaultOrders.Taken taken = this.orders.take(request);
			Result result = serve(request, refusal, taken.fault(), now);
			Duration delay = latency.plus(taken.delay());
			record(request, now, delay, taken.fault(), result);
			return new Decision(delay, taken.fault(), result.answer());
		}
	}

	private Result serve(CloudRequest request, Optional<Answer> refusal, @Nullable Fault fault, long now) {
		Result usual = Result.nothing();
		if (fault == null || fault.carriesOut()) {
			usual = refusal.map(Result::of).orElseGet(() -> this.services.serve(request, now));
		}
		return switch (fault) {
			case Fault.Answering answering -> new Result(answering.answer(request), usual.carriedOut());
			case Fault.Breaking _ -> new Result(null, usual.carriedOut());
			case Fault.Spoiling _ -> usual;
			case null -> usual;
		};
	}

	private void record(CloudRequest request, long now, Duration delay, @Nullable Fault fault, Result result) {
		Integer status = (result.answer() != null) ? result.answer().status() : null;
		this.journal.add(request, now, this.clock.at(now), delay, status, fault, result.carriedOut());
	}

	/**
	 * How to go on with a request.
	 *
	 * @param delay before anything is answered
	 * @param fault what goes wrong, if anything
	 * @param answer none where the client is to get none
	 */
	record Decision(Duration delay, @Nullable Fault fault, @Nullable Answer answer) {
	}

}
