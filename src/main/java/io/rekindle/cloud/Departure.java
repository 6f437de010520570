package io.rekindle.cloud;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The moment that decides what can be said of a call: before it nothing of the request
 * was sent, after it the cloud may have read all of it. It comes once a connection is
 * there and before the first byte, and only while the send deadline has not passed.
 */
final class Departure {

	private static final ScopedValue<Departure> CURRENT = ScopedValue.newInstance();

	private final SendDeadline deadline;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private volatile long leftNanos;

	Departure(SendDeadline deadline) {
		this.deadline = deadline;
	}

	/** Makes one call, whose departure this is. */
	<T> T of(ScopedValue.CallableOp<T, RuntimeException> call) {
		return ScopedValue.where(CURRENT, this).call(call);
	}

	/** Whether the cloud may have read the request. */
	boolean hasLeft() {
		return this.state.get() == State.LEFT;
	}

	/**
	 * Makes sure that a call that has not left never will.
	 * @return false where it has left already
	 */
	boolean cancel() {
		return this.state.compareAndSet(State.WAITING, State.CANCELLED);
	}

	/** How long ago it left. */
	Duration sinceLeft() {
		return Duration.ofNanos(System.nanoTime() - this.leftNanos);
	}

	private void leave() throws IOException {
		if (!this.deadline.remaining().isPositive()) {
			cancel();
		}
		this.leftNanos = System.nanoTime();
		if (!this.state.compareAndSet(State.WAITING, State.LEFT)) {
			throw new IOException("the send deadline has passed");
		}
	}

	private enum State {

		WAITING, LEFT, CANCELLED

	}

	/**
	 * Asks each request's departure for leave; the last interceptor of the HTTP client.
	 */
	static final class Gate implements HttpRequestInterceptor {

		@Override
		public void process(HttpRequest request, EntityDetails entity, HttpContext context) throws IOException {
			if (CURRENT.isBound()) {
				CURRENT.get().leave();
			}
		}

	}

}
