package io.rekindle.cloud;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;

import io.rekindle.command.CloudError;
import io.rekindle.command.Reply;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * The one place where a reply is classified (CLOUD_API.md, section 3): by the cloud's own
 * code first, since the status may not be accurate, and by the status where the code says
 * nothing.
 */
final class ReplyClassifier {

	/** No wait that a cloud asks for is taken for longer. */
	private static final Duration LONGEST_WAIT = Duration.ofHours(1);

	private static final BigInteger LONGEST_WAIT_SECONDS = BigInteger.valueOf(LONGEST_WAIT.toSeconds());

	/**
	 * By code, without the gateway's prefix. What is not here falls back to its status.
	 */
	private static final Map<String, Meaning> BY_CODE = Map.ofEntries(Map.entry("gateway.0308", Meaning.THROTTLED),
			Map.entry("Common.1503", Meaning.THROTTLED), Map.entry("Common.0024", Meaning.THROTTLED),
			Map.entry("overLimit", Meaning.THROTTLED), Map.entry("Ecs.0118", Meaning.THROTTLED),
			Map.entry("gateway.0301", Meaning.SIGNED_OUT), Map.entry("gateway.0303", Meaning.SIGNED_OUT),
			Map.entry("gateway.0307", Meaning.SIGNED_OUT), Map.entry("Common.0013", Meaning.SIGNED_OUT),
			Map.entry("MPC.10203", Meaning.SIGNED_OUT), Map.entry("gateway.0201", Meaning.AMBIGUOUS),
			Map.entry("Ecs.0603", Meaning.BUSY), Map.entry("Ecs.0023", Meaning.REFUSED_WHOLE),
			Map.entry("Common.0018", Meaning.REFUSED_WHOLE), Map.entry("Ecs.0003", Meaning.REFUSED_WHOLE),
			Map.entry("Ecs.0110", Meaning.REFUSED_WHOLE), Map.entry("Ecs.0114", Meaning.REFUSED),
			Map.entry("Ecs.0614", Meaning.REFUSED), Map.entry("Ecs.0100", Meaning.REFUSED),
			Map.entry("Ecs.0605", Meaning.REFUSED), Map.entry("Ecs.0227", Meaning.REFUSED),
			Map.entry("Ecs.0611", Meaning.REFUSED), Map.entry("Ecs.0005", Meaning.REFUSED),
			Map.entry("MPC.10202", Meaning.REFUSED), Map.entry("MPC.10212", Meaning.REFUSED));

	private final InstantSource clock;

	ReplyClassifier(InstantSource clock) {
		this.clock = clock;
	}

	Reply classify(Service service, Answer answer) {
		AnswerBody body = AnswerBody.read(answer.body());
		String requestId = (body.requestId() != null) ? body.requestId() : answer.requestId();
		if (answer.isSuccess() && body.code() == null) {
			return accepted(service, answer, body, requestId);
		}
		CloudError error = new CloudError(answer.status(), body.code(), body.message(), requestId);
		return switch (meaning(answer, body)) {
			case THROTTLED -> new Reply.Throttled(error, retryAfter(answer));
			case SIGNED_OUT -> new Reply.SignedOut(error);
			case BUSY -> new Reply.Busy(error);
			case REFUSED -> new Reply.Refused(error, false);
			case REFUSED_WHOLE -> new Reply.Refused(error, true);
			case AMBIGUOUS -> new Reply.Ambiguous(error);
		};
	}

	private static Reply accepted(Service service, Answer answer, AnswerBody body, @Nullable String requestId) {
		if (service != Service.ECS) {
			return new Reply.Accepted(null, requestId);
		}
		String jobId = body.text("job_id");
		return (jobId != null) ? new Reply.Accepted(jobId, requestId) : new Reply.Ambiguous(
				new CloudError(answer.status(), null, "the reply names neither a job nor an error", requestId));
	}

	private static Meaning meaning(Answer answer, AnswerBody body) {
		String code = (body.code() != null) ? body.code().replaceFirst("^APIGW?\\.", "gateway.") : "";
		Meaning byCode = BY_CODE.get(code);
		if (byCode != null) {
			return byCode;
		}
		return switch (HttpStatus.resolve(answer.status())) {
			case TOO_MANY_REQUESTS -> Meaning.THROTTLED;
			case UNAUTHORIZED -> Meaning.SIGNED_OUT;
			case FORBIDDEN -> Meaning.REFUSED_WHOLE;
			// It gave up reading the request, perhaps too late.
			case REQUEST_TIMEOUT -> Meaning.AMBIGUOUS;
			case null, default -> byClass(answer.status(), code);
		};
	}

	private static Meaning byClass(int status, String code) {
		if (status >= 400 && status < 500) {
			// What the gateway refuses, it refuses for every target.
			return code.startsWith("gateway.") ? Meaning.REFUSED_WHOLE : Meaning.REFUSED;
		}
		return (status >= 300 && status < 400) ? Meaning.REFUSED_WHOLE : Meaning.AMBIGUOUS;
	}

	private @Nullable Duration retryAfter(Answer answer) {
		String text = answer.headers().getFirst("Retry-After");
		if (text == null) {
			return null;
		}
		if (text.strip().matches("\\d+")) {
			return Duration.ofSeconds(new BigInteger(text.strip()).min(LONGEST_WAIT_SECONDS).longValueExact());
		}
		Instant until = date(text);
		if (until == null) {
			return null;
		}
		Duration wait = Duration.between(now(answer), until);
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.compareTo(LONGEST_WAIT) > 0) ? LONGEST_WAIT : wait;
	}

	/** By the cloud's clock where it tells it: a date of its own is meant by that one. */
	private Instant now(Answer answer) {
		String text = answer.headers().getFirst("Date");
		Instant date = (text != null) ? date(text) : null;
		return (date != null) ? date : this.clock.instant();
	}

	private static @Nullable Instant date(String text) {
		try {
			return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	private enum Meaning {

		THROTTLED, SIGNED_OUT, BUSY, REFUSED, REFUSED_WHOLE, AMBIGUOUS

	}

}
