package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** What can go wrong with a call; ordered through {@link Faults}. */
public sealed interface Fault {

	/** Whether the call is carried out all the same. */
	boolean carriesOut();

	/** Answers as usual, that much later. */
	static Fault latency(Duration delay) {
		return new Latency(delay);
	}

	/** 429 of the gateway, without {@code Retry-After}. */
	static Fault throttled() {
		return new Throttled(null);
	}

	/** 429 of the gateway with {@code Retry-After} in seconds. */
	static Fault throttled(Duration retryAfter) {
		return new Throttled(Long.toString(retryAfter.toSeconds()));
	}

	/** 429 of the gateway with {@code Retry-After} as a date. */
	static Fault throttledUntil(Instant time) {
		DateTimeFormatter imf = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
		return new Throttled(imf.format(time.atOffset(ZoneOffset.UTC)));
	}

	/** The throttling that comes as HTTP 202. */
	static Fault throttledAs202() {
		return new Refused(202, "Common.0024", "exceeds flow over limit");
	}

	/**
	 * Any refusal, with any status, in the called service's shape; for ECS single the
	 * code is the fault's name.
	 */
	static Fault refused(int status, String code, String message) {
		return new Refused(status, code, message);
	}

	/** An error of this status with JSON; nothing is carried out. */
	static ServerError serverError(int status) {
		return new ServerError(status, false, false);
	}

	/** An error of this status with a proxy's HTML page; nothing is carried out. */
	static ServerError htmlError(int status) {
		return new ServerError(status, true, false);
	}

	/** Never answers, until the cloud closes or the client gives up. */
	static Hang hang() {
		return new Hang(false);
	}

	/** Resets the connection with the body unread. Targets in a body don't match it. */
	static Fault resetUnread() {
		return new Reset(Moment.UNREAD);
	}

	/** Resets the connection with the request read, but not carried out. */
	static Fault resetAfterReading() {
		return new Reset(Moment.READ);
	}

	/** Resets the connection once the call was carried out. */
	static Fault resetAfterCarryingOut() {
		return new Reset(Moment.CARRIED_OUT);
	}

	/** Carries it out and answers with half of the JSON, as a complete message. */
	static Fault truncatedJson() {
		return new Truncated(false);
	}

	/** Carries it out and closes in the middle of the answer's body. */
	static Fault cutShort() {
		return new Truncated(true);
	}

	/** Answers as usual, then closes a connection that was to be kept alive. */
	static Fault closedAfterReply() {
		return new ClosedAfterReply();
	}

	/** Answers something else than usual. */
	sealed interface Answering extends Fault {

		Answer answer(CloudRequest request);

		@Override
		default boolean carriesOut() {
			return false;
		}

	}

	/** Gives no answer at all. */
	sealed interface Breaking extends Fault {

	}

	/** Gives the usual answer, in an unusual way. */
	sealed interface Spoiling extends Fault {

		@Override
		default boolean carriesOut() {
			return true;
		}

	}

	/** Refused for now, with the header as it is sent. */
	record Throttled(@Nullable String retryAfter) implements Answering {

		@Override
		public Answer answer(CloudRequest request) {
			Answer answer = Answer.error(request, 429, "APIGW.0308", "The throttling threshold has been reached.");
			return (this.retryAfter != null) ? answer.with("Retry-After", this.retryAfter) : answer;
		}

	}

	record Refused(int status, String code, String message) implements Answering {

		@Override
		public Answer answer(CloudRequest request) {
			return Answer.error(request, this.status, this.code, this.message);
		}

	}

	/** A server that isn't there; the message names it or not. */
	record BadServer(String id, boolean named) implements Answering {

		@Override
		public Answer answer(CloudRequest request) {
			CloudService service = request.kind().service();
			String message = this.named ? "The server " + this.id + " could not be found." : "A server was not found.";
			return Answer.error(request, service.notFoundStatus(), service.notFound(), message);
		}

	}

	/** A 500 is the service's own; others are the gateway's. */
	record ServerError(int status, boolean html, boolean carriesOut) implements Answering {

		/** The same, with the restart done before: the ambiguous kind. */
		public ServerError afterCarryingOut() {
			return new ServerError(this.status, this.html, true);
		}

		@Override
		public Answer answer(CloudRequest request) {
			if (this.html) {
				return Answer.html(this.status, "<html><body><h1>" + this.status + "</h1></body></html>");
			}
			CloudService service = (this.status == 500) ? request.kind().service() : CloudService.GATEWAY;
			return Answer.error(request, this.status, service.internalError(), "Internal error.");
		}

	}

	record Hang(boolean carriesOut) implements Breaking {

		/** The same, with the restart done before. */
		public Hang afterCarryingOut() {
			return new Hang(true);
		}

	}

	record Reset(Moment moment) implements Breaking {

		@Override
		public boolean carriesOut() {
			return this.moment == Moment.CARRIED_OUT;
		}

	}

	/** How far the cloud is with a call. */
	enum Moment {

		UNREAD, READ, CARRIED_OUT

	}

	record Latency(Duration delay) implements Spoiling {
	}

	/** Half of the body; when cut, the connection ends in the middle of the message. */
	record Truncated(boolean cut) implements Spoiling {
	}

	record ClosedAfterReply() implements Spoiling {
	}

}
