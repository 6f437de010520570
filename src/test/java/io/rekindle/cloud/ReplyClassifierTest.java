package io.rekindle.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import io.rekindle.command.CloudError;
import io.rekindle.command.Reply;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** CLOUD_API.md, sections 1 to 3, for the calls that are known here. */
class ReplyClassifierTest {

	private static final String JOB = "{\"job_id\":\"ff80\"}";

	private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

	private final ReplyClassifier classifier = new ReplyClassifier(InstantSource.fixed(NOW));

	/**
	 * Section 3 row by row. What is expected is the kind of reply, with {@code WHOLE}
	 * where the whole call is refused.
	 */
	@ParameterizedTest(name = "{0} {1} {2}")
	@MethodSource("meanings")
	void knowsMeaning(Service service, int status, String body, String expected) {
		assertThat(kind(reply(service, status, body))).isEqualTo(expected);
	}

	static Stream<Arguments> meanings() {
		return Stream.of(
				// Throttled
				ecs(429, "", "Throttled"), mpc(429, "", "Throttled"), ecs(429, gateway("APIG.0308"), "Throttled"),
				ecs(429, gateway("APIGW.0308"), "Throttled"), mpc(429, gateway("APIG.0308"), "Throttled"),
				mpc(429, gateway("APIGW.0308"), "Throttled"), ecs(400, ecsError("Common.1503"), "Throttled"),
				ecs(202, ecsError("Common.0024"), "Throttled"), ecs(202, topLevel("Common.0024"), "Throttled"),
				ecs(413, nova("overLimit", 413), "Throttled"), ecs(400, ecsError("Ecs.0118"), "Throttled"),
				// Token expired
				ecs(401, "", "SignedOut"), mpc(401, "", "SignedOut"), ecs(401, gateway("APIG.0301"), "SignedOut"),
				ecs(401, gateway("APIGW.0301"), "SignedOut"), ecs(401, gateway("APIG.0307"), "SignedOut"),
				mpc(401, gateway("APIGW.0307"), "SignedOut"), ecs(400, ecsError("Common.0013"), "SignedOut"),
				mpc(401, error("MPC.10203"), "SignedOut"),
				// Signature wrong, clock skewed
				ecs(401, gateway("APIG.0303"), "SignedOut"), mpc(401, gateway("APIGW.0303"), "SignedOut"),
				// Wrong project
				ecs(400, ecsError("Ecs.0023"), "Refused WHOLE"), ecs(400, ecsError("Common.0018"), "Refused WHOLE"),
				// No permission, account in arrears
				ecs(403, "", "Refused WHOLE"), mpc(403, "", "Refused WHOLE"),
				ecs(403, gateway("APIG.0302"), "Refused WHOLE"), ecs(403, ecsError("Ecs.0003"), "Refused WHOLE"),
				ecs(400, ecsError("Ecs.0110"), "Refused WHOLE"),
				// Not found
				ecs(404, "", "Refused"), mpc(404, "", "Refused"), ecs(404, ecsError("Ecs.0114"), "Refused"),
				ecs(404, ecsError("Ecs.0614"), "Refused"), ecs(404, nova("itemNotFound", 404), "Refused"),
				// The gateway knows no such API: that holds for every server of the batch
				ecs(404, gateway("APIG.0101"), "Refused WHOLE"),
				// Wrong state
				ecs(400, ecsError("Ecs.0100"), "Refused"), ecs(409, nova("conflictingRequest", 409), "Refused"),
				ecs(409, "", "Refused"),
				// Busy
				ecs(501, ecsError("Ecs.0603"), "Busy"),
				// Locked; restart failed; bad parameter
				ecs(400, ecsError("Ecs.0605"), "Refused"), ecs(400, ecsError("Ecs.0227"), "Refused"),
				ecs(400, ecsError("Ecs.0611"), "Refused"), ecs(400, ecsError("Ecs.0005"), "Refused"),
				mpc(400, error("MPC.10202"), "Refused"), ecs(400, "", "Refused"),
				// MPC "Operation failed" is no permission matter
				mpc(403, error("MPC.10212"), "Refused"),
				// 5xx
				ecs(500, "", "Ambiguous"), ecs(501, "", "Ambiguous"), ecs(502, "", "Ambiguous"),
				ecs(503, "", "Ambiguous"), ecs(504, "", "Ambiguous"), ecs(599, "", "Ambiguous"),
				mpc(500, "", "Ambiguous"), mpc(500, error("MPC.10299"), "Ambiguous"),
				ecs(502, gateway("APIGW.0201"), "Ambiguous"), ecs(504, gateway("APIG.0201"), "Ambiguous"),
				ecs(502, "<html><body>Bad Gateway</body></html>", "Ambiguous"),
				// Who gave up reading may have read it all
				ecs(408, "", "Ambiguous"),
				// Redirects are not followed, and hold for every server
				ecs(301, "", "Refused WHOLE"), mpc(308, "", "Refused WHOLE"));
	}

	@ParameterizedTest(name = "{1} at {0}")
	@CsvSource({ "400, APIG.0308, Throttled", "500, APIGW.0308, Throttled", "200, APIG.0308, Throttled",
			"400, APIG.0201, Ambiguous", "200, APIGW.0201, Ambiguous", "403, Common.0013, SignedOut",
			"500, APIG.0301, SignedOut", "500, Ecs.0114, Refused", "429, Ecs.0114, Refused", "403, Ecs.0100, Refused",
			"200, Ecs.0005, Refused", "404, Ecs.0023, Refused WHOLE", "500, Ecs.0003, Refused WHOLE",
			"400, Ecs.0603, Busy", "200, Ecs.0603, Busy", "401, Ecs.0118, Throttled" })
	void decidesByCodeBeforeStatus(int status, String code, String expected) {
		assertThat(kind(reply(Service.ECS, status, ecsError(code)))).isEqualTo(expected);
		assertThat(kind(reply(Service.ECS, status, error(code)))).isEqualTo(expected);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "200, Ambiguous", "202, Ambiguous", "400, Refused", "401, SignedOut", "403, Refused WHOLE",
			"404, Refused", "429, Throttled", "500, Ambiguous" })
	void decidesByStatusWhereCodeIsUnknown(int status, String expected) {
		assertThat(kind(reply(Service.ECS, status, ecsError("Ecs.9999")))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 202 })
	void takesJobIdAsSuccess(int status) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("X-Request-Id", "r-1");
		assertThat(reply(Service.ECS, status, JOB, headers)).isEqualTo(new Reply.Accepted("ff80", "r-1"));
	}

	static final List<String> SAYING_NOTHING = List.of("", " ", "null", "{}", "[]", "[{\"job_id\":\"ff80\"}]", "7",
			"\"ff80\"", "{\"job_id\":null}", "{\"job_id\":\"\"}", "{\"job_id\":\"  \"}", "{\"job_id\":{}}",
			"{\"job_id\":[\"ff80\"]}", "{\"job\":\"ff80\"}", "{\"job_id\":\"ff80\"", "{\"job_id\":\"ff80\"}}",
			"{\"error\":{}}", "{\"error\":\"?\"}", "<html></html>", "[".repeat(100_000), "{\"a\":".repeat(100_000));

	@ParameterizedTest
	@FieldSource("SAYING_NOTHING")
	void takesNoBatchRestartForDoneWithoutJobId(String body) {
		assertThat(reply(Service.ECS, 200, body)).isInstanceOf(Reply.Ambiguous.class);
		assertThat(reply(Service.ECS, 202, body)).isInstanceOf(Reply.Ambiguous.class);
	}

	@ParameterizedTest
	@FieldSource("SAYING_NOTHING")
	void falsifiesNoStatusByBodyThatSaysNothing(String body) {
		assertThat(kind(reply(Service.ECS, 404, body))).isEqualTo("Refused");
		assertThat(kind(reply(Service.MPC_REMUX, 500, body))).isEqualTo("Ambiguous");
		assertThat(kind(reply(Service.MPC_REMUX, 200, body))).isEqualTo("Accepted");
	}

	@Test
	void takesEmptyBodyOfRemuxForSuccess() {
		assertThat(reply(Service.MPC_REMUX, 200, "")).isEqualTo(new Reply.Accepted(null, null));
	}

	@Test
	void findsErrorOfRemuxUnderSuccess() {
		assertThat(reply(Service.MPC_REMUX, 200, error("MPC.10212"))).isInstanceOf(Reply.Refused.class);
	}

	@Test
	void repeatsWhatTheCloudSaid() {
		assertThat(reply(Service.ECS, 400, ecsError("Ecs.0005")))
			.isEqualTo(new Reply.Refused(new CloudError(400, "Ecs.0005", "says the cloud", null), false));
		assertThat(reply(Service.ECS, 404, nova("itemNotFound", 404)))
			.isEqualTo(new Reply.Refused(new CloudError(404, "itemNotFound", "says the cloud", null), false));
		assertThat(reply(Service.ECS, 401, gateway("APIG.0301")))
			.isEqualTo(new Reply.SignedOut(new CloudError(401, "APIG.0301", "says the cloud", "r-body")));
	}

	@Test
	void takesRequestIdOfHeaderWhereBodyHasNone() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("x-request-id", "r-header");
		assertThat(reply(Service.ECS, 500, "", headers))
			.isEqualTo(new Reply.Ambiguous(new CloudError(500, null, null, "r-header")));
		assertThat(reply(Service.ECS, 502, gateway("APIGW.0201"), headers))
			.isEqualTo(new Reply.Ambiguous(new CloudError(502, "APIGW.0201", "says the cloud", "r-body")));
	}

	/**
	 * Seconds; a date by the cloud's clock or, without it, ours; else as if not there.
	 */
	@ParameterizedTest(name = "{0}, Date {1}")
	@CsvSource(delimiter = '|', textBlock = """
			7                             |                               | PT7S
			' 7 '                         |                               | PT7S
			0                             |                               | PT0S
			3600                          |                               | PT1H
			3601                          |                               | PT1H
			999999999                     |                               | PT1H
			99999999999999999999          |                               | PT1H
			Wed, 1 Jul 2026 12:00:30 GMT  |                               | PT30S
			Wed, 01 Jul 2026 12:00:30 GMT |                               | PT30S
			Wed, 01 Jul 2026 11:59:00 GMT |                               | PT0S
			Fri, 01 Jan 2027 00:00:00 GMT |                               | PT1H
			Wed, 01 Jul 2026 12:00:30 GMT | Wed, 01 Jul 2026 12:00:10 GMT | PT20S
			Wed, 01 Jul 2026 12:00:30 GMT | yesterday                     | PT30S
			7                             | yesterday                     | PT7S
			-7                            |                               |
			1.5                           |                               |
			soon                          |                               |
			''                            |                               |
			Wed, 99 Jul 2026 12:00:30 GMT |                               |
			""")
	void takesWaitThatTheCloudAsksFor(String retryAfter, @Nullable String date, @Nullable Duration expected) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Retry-After", retryAfter);
		if (date != null) {
			headers.add("Date", date);
		}
		Reply reply = reply(Service.ECS, 429, "", headers);
		assertThat(reply).isEqualTo(new Reply.Throttled(new CloudError(429, null, null, null), expected));
	}

	@Test
	void asksForNoWaitWhereTheCloudDoesNot() {
		assertThat(reply(Service.ECS, 429, ""))
			.isEqualTo(new Reply.Throttled(new CloudError(429, null, null, null), null));
	}

	private Reply reply(Service service, int status, String body) {
		return reply(service, status, body, new HttpHeaders());
	}

	private Reply reply(Service service, int status, String body, HttpHeaders headers) {
		return this.classifier.classify(service, Answer.of(status, headers, body));
	}

	private static String kind(Reply reply) {
		return reply.getClass().getSimpleName()
				+ ((reply instanceof Reply.Refused refused && refused.wholeCall()) ? " WHOLE" : "");
	}

	private static Arguments ecs(int status, String body, String expected) {
		return arguments(Service.ECS, status, body, expected);
	}

	private static Arguments mpc(int status, String body, String expected) {
		return arguments(Service.MPC_REMUX, status, body, expected);
	}

	private static String ecsError(String code) {
		return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"says the cloud\",\"details\":[]}}";
	}

	private static String topLevel(String code) {
		return "{\"code\":\"" + code + "\",\"message\":\"says the cloud\"}";
	}

	private static String nova(String fault, int code) {
		return "{\"" + fault + "\":{\"code\":" + code + ",\"message\":\"says the cloud\"}}";
	}

	private static String error(String code) {
		return "{\"error_code\":\"" + code + "\",\"error_msg\":\"says the cloud\"}";
	}

	private static String gateway(String code) {
		return "{\"error_code\":\"" + code + "\",\"error_msg\":\"says the cloud\",\"request_id\":\"r-body\"}";
	}

}
