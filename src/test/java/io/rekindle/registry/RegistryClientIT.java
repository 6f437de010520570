package io.rekindle.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Over a real socket: what is asked, and what is made of each reply. */
class RegistryClientIT {

	private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

	private final StubRegistry stub = new StubRegistry();

	private final StubRegistry second = new StubRegistry();

	@AfterEach
	void stop() {
		this.stub.close();
		this.second.close();
	}

	@Test
	void asksForASchema() {
		this.stub.answers(200, "{\"schema\":\"\\\"string\\\"\"}");
		try (RegistryClient client = client(this.stub.url() + "/base/", Map.of())) {
			assertThat(client.schema(7)).isEqualTo("\"string\"");
		}
		assertThat(this.stub.requests())
			.containsExactly(new StubRegistry.Request("GET", "/base/schemas/ids/7", null, null, ""));
	}

	@Test
	void registersASchema() {
		this.stub.answers(200, "{\"id\":12}");
		try (RegistryClient client = client(this.stub.url(), Map.of())) {
			assertThat(client.id("a b-value", "\"string\"")).isEqualTo(12);
		}
		assertThat(this.stub.requests()).containsExactly(new StubRegistry.Request("POST",
				"/subjects/a%20b-value/versions", null, CONTENT_TYPE, "{\"schema\":\"\\\"string\\\"\"}"));
	}

	@Test
	void looksASchemaUp() {
		this.stub.answers(200, "{\"subject\":\"t-value\",\"version\":1,\"id\":12,\"schema\":\"\"}");
		try (RegistryClient client = client(this.stub.url(),
				Map.of("auto.register.schemas", "false", "normalize.schemas", "true"))) {
			assertThat(client.id("t-value", "\"string\"")).isEqualTo(12);
		}
		assertThat(this.stub.requests()).containsExactly(new StubRegistry.Request("POST",
				"/subjects/t-value?normalize=true", null, CONTENT_TYPE, "{\"schema\":\"\\\"string\\\"\"}"));
	}

	@Test
	void signsInWithTheAddressesOwnUser() {
		signsIn("http://me:secret@" + this.stub.host(), Map.of(), "Basic bWU6c2VjcmV0");
	}

	@Test
	void signsInWithTheSettingsUserOrToken() {
		signsIn(this.stub.url(),
				Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret"),
				"Basic bWU6c2VjcmV0");
		this.stub.requests().clear();
		signsIn(this.stub.url(), Map.of("bearer.auth.token", "secret"), "Bearer secret");
	}

	@Test
	void takesAnUnknownSchemaForTheRecordsFault() {
		this.stub.answers(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
		failing(this.stub.url()).isInstanceOf(SerializationException.class)
			.hasMessageContaining("no schema 7")
			.hasMessageContaining("Schema not found");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			404 | <html>no such page</html>
			404 | {"error_code":404,"message":"HTTP 404 Not Found"}
			404 | {"error_code":40401,"message":"Subject not found"}
			404 | {"status":404,"title":"no route"}
			404 | ''
			401 | {"error_code":40101,"message":"who are you"}
			403 | {"error_code":40301,"message":"not you"}
			408 | ''
			429 | {"error_code":429,"message":"slow down"}
			500 | {"error_code":50001,"message":"store"}
			503 | <html>later</html>
			302 | ''
			200 | <html>log in</html>
			200 | []
			200 | {}
			200 | {"schema":7}
			""")
	void takesEveryOtherReplyForOurTrouble(int status, String body) {
		this.stub.answers(status, body);
		failing("http://me:secret@" + this.stub.host()).isInstanceOf(RegistryUnavailableException.class)
			.message()
			.doesNotContain("secret")
			.doesNotContain("html");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"schemaType":"PROTOBUF","schema":"message A {}"} | PROTOBUF
			{"schema":"\\"B\\"","references":[{"name":"B","subject":"b","version":1}]} | refers to other schemas
			""")
	void refusesSchemasItCannotRead(String body, String because) {
		this.stub.answers(200, body);
		failing(this.stub.url()).isInstanceOf(SerializationException.class).hasMessageContaining(because);
	}

	@ParameterizedTest
	@CsvSource({ "409, 409", "422, 42201" })
	void namesWhyASchemaIsRefused(int status, int code) {
		this.stub.answers(status, "{\"error_code\":" + code + ",\"message\":\"line one\\nline two\"}");
		try (RegistryClient client = client(this.stub.url(), Map.of())) {
			assertThatThrownBy(() -> client.id("t-value", "\"string\"")).isInstanceOf(SerializationException.class)
				.hasMessageContaining("t-value (" + code + "): line one line two");
		}
	}

	@Test
	void takesTheNextAddressAndStaysThere() {
		this.stub.answers(503, "");
		this.second.answers(200, "{\"schema\":\"\\\"string\\\"\"}");
		try (RegistryClient client = client(this.stub.url() + "," + this.second.url(), Map.of())) {
			client.schema(1);
			client.schema(2);
		}
		assertThat(this.stub.requests()).hasSize(1);
		assertThat(this.second.requests()).hasSize(2);
	}

	@Test
	void takesTheNextAddressWhereNobodyListens() {
		this.second.answers(200, "{\"schema\":\"\\\"string\\\"\"}");
		String nobody = this.stub.url();
		this.stub.close();
		try (RegistryClient client = client(nobody + "," + this.second.url(), Map.of())) {
			assertThat(client.schema(1)).isEqualTo("\"string\"");
		}
		failing(nobody).isInstanceOf(RegistryUnavailableException.class).hasMessageContaining("can't be reached");
	}

	@Test
	void doesNotAskAnotherAddressWhatTheFirstOneKnew() {
		this.stub.answers(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
		failing(this.stub.url() + "," + this.second.url()).isInstanceOf(SerializationException.class);
		assertThat(this.second.requests()).isEmpty();
	}

	@Test
	void givesUpWaitingForAReply() {
		timesOut();
	}

	@Test
	void givesUpWaitingForTheRestOfAReply() {
		this.stub.answers((exchange) -> {
			exchange.sendResponseHeaders(200, 1_000);
			exchange.getResponseBody().write("{\"schema\":".getBytes(StandardCharsets.UTF_8));
			exchange.getResponseBody().flush();
		});
		timesOut();
	}

	@Test
	void readsNoReplyWithoutEnd() {
		this.stub.answers((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
			for (int i = 0; i < 1_000; i++) {
				exchange.getResponseBody().write(spaces);
			}
		});
		failing(this.stub.url()).isInstanceOf(RegistryUnavailableException.class)
			.hasMessageContaining("can't be reached: java.io.IOException");
	}

	@Test
	void endsWhenInterruptedAndKeepsTheFlag() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		this.stub.answers((exchange) -> asked.countDown());
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		AtomicReference<Boolean> flag = new AtomicReference<>(false);
		try (RegistryClient client = client(this.stub.url(), Map.of())) {
			Thread asking = Thread.ofPlatform().start(() -> {
				try {
					client.schema(7);
				}
				catch (RuntimeException ex) {
					thrown.set(ex);
					flag.set(Thread.currentThread().isInterrupted());
				}
			});
			asked.await();
			asking.interrupt();
			assertThat(asking.join(Duration.ofSeconds(10))).isTrue();
		}
		assertThat(thrown.get()).isInstanceOf(InterruptException.class);
		assertThat(flag.get()).isTrue();
	}

	private void signsIn(String url, Map<String, ?> settings, String header) {
		this.stub.answers(200, "{\"schema\":\"\\\"string\\\"\"}");
		try (RegistryClient client = client(url, settings)) {
			client.schema(7);
		}
		assertThat(this.stub.requests()).extracting(StubRegistry.Request::authorization).containsExactly(header);
	}

	private void timesOut() {
		assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
			try (RegistryClient client = client(this.stub.url(),
					Map.of("http.connect.timeout.ms", "100", "http.read.timeout.ms", "100"))) {
				assertThatThrownBy(() -> client.schema(7)).isInstanceOf(RegistryUnavailableException.class)
					.hasMessageContaining("did not answer within PT0.2S");
			}
		});
	}

	private AbstractThrowableAssert<?, ? extends Throwable> failing(String urls) {
		try (RegistryClient client = client(urls, Map.of())) {
			return assertThatThrownBy(() -> client.schema(7));
		}
	}

	private static RegistryClient client(String urls, Map<String, ?> settings) {
		Map<String, Object> all = new HashMap<>(settings);
		all.put("schema.registry.url", urls);
		return new RegistryClient(new RegistryConfig(all));
	}

}
