package io.rekindle.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.rekindle.command.CloudError;
import io.rekindle.command.Lane;
import io.rekindle.command.Reply;
import io.rekindle.command.Service;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriBuilderFactory;

/** Makes calls, and tells what became of each. */
@Component
public class Cloud {

	private final Endpoints endpoints;

	private final EcsApi ecs;

	private final MpcApi mpc;

	private final ReplyClassifier classifier;

	private final Duration callTimeout;

	private final ExecutorService calls = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("cloud-call-", 0).factory());

	Cloud(Endpoints endpoints, EcsApi ecs, MpcApi mpc, ReplyClassifier classifier, CloudSettings settings) {
		this.endpoints = endpoints;
		this.ecs = ecs;
		this.mpc = mpc;
		this.classifier = classifier;
		this.callTimeout = settings.callTimeout();
	}

	/** The services whose calls are known here; commands for others stay in the queue. */
	public Set<Service> services() {
		return Set.of(Service.ECS, Service.MPC_REMUX);
	}

	/** From when a call leaves until its reply is there at the latest. */
	public Duration callTimeout() {
		return this.callTimeout;
	}

	/**
	 * Makes one call and waits for its reply, or until it can't come any more. Never
	 * throws: what goes wrong is a reply too.
	 * @param resourceIds the servers or the task, no more than the service takes
	 * @param deadline until when the call must have left
	 */
	public Reply send(Lane lane, List<String> resourceIds, SendDeadline deadline) {
		Departure departure = new Departure(deadline);
		Future<Answer> answer = this.calls.submit(() -> departure.of(() -> Answer.of(call(lane, resourceIds))));
		try {
			return this.classifier.classify(lane.service(), await(answer, departure, deadline));
		}
		catch (ExecutionException ex) {
			return failed(departure, rootCause(ex));
		}
		catch (TimeoutException ex) {
			return failed(departure,
					departure.hasLeft() ? "no whole reply within " + this.callTimeout.toMillis() + " ms"
							: "no connection before the send deadline");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			departure.cancel();
			return failed(departure, "interrupted");
		}
		finally {
			// Closes the connection of a call that was given up; on an ended one it does
			// nothing.
			answer.cancel(true);
		}
	}

	private Answer await(Future<Answer> answer, Departure departure, SendDeadline deadline)
			throws ExecutionException, TimeoutException, InterruptedException {
		try {
			return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			departure.cancel();
			if (!departure.hasLeft()) {
				throw ex;
			}
			return answer.get(this.callTimeout.minus(departure.sinceLeft()).toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private ResponseEntity<BoundedBody> call(Lane lane, List<String> resourceIds) {
		UriBuilderFactory endpoint = this.endpoints.of(lane.service(), lane.region());
		return switch (lane.service()) {
			case ECS -> this.ecs.restart(endpoint, lane.projectId(),
					EcsApi.BatchRestart.of(String.valueOf(lane.restartType()), resourceIds));
			case MPC_REMUX -> this.mpc.retry(endpoint, lane.projectId(), new MpcApi.RemuxRetry(resourceIds.getFirst()));
			case ECS_SINGLE, CPH_ENCODE_SERVER, WORKSPACE_APP_SERVER ->
				throw new IllegalArgumentException("no call is known for " + lane.service());
		};
	}

	private static Reply failed(Departure departure, String message) {
		CloudError error = CloudError.withoutReply(message);
		return departure.hasLeft() ? new Reply.Ambiguous(error) : new Reply.NeverSent(error);
	}

	private static String rootCause(Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause.getClass().getSimpleName() + ": " + cause.getMessage();
	}

}
