package io.rekindle.simulatedcloud;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/** Each fault as a client sees it, and what was carried out all the same. */
class SimulatedCloudFaultsIT {

	private final SimulatedCloud cloud = SimulatedCloud.start();

	private final CloudClient client = new CloudClient(this.cloud.address());

	@AfterEach
	void close() {
		this.client.close();
		this.cloud.close();
	}

	@Test
	void throttlesWithAndWithoutRetryAfter() throws Exception {
		this.cloud.faults().next(1, Fault.throttled());
		this.cloud.faults().next(1, Fault.throttled(Duration.ofSeconds(2)));
		this.cloud.faults().next(1, Fault.throttledUntil(Instant.parse("2026-01-02T03:04:05Z")));
		assertThat(batch("s").headers().firstValue("Retry-After")).isEmpty();
		assertThat(batch("s").headers().firstValue("Retry-After")).contains("2");
		HttpResponse<String> last = batch("s");
		assertThat(last.headers().firstValue("Retry-After")).contains("Fri, 02 Jan 2026 03:04:05 GMT");
		assertThat(last.statusCode()).isEqualTo(429);
		assertThat(last.body()).contains("\"error_code\":\"APIGW.0308\"");
		assertThat(batch("s").statusCode()).isEqualTo(200);
	}

	@Test
	void throttlesAs202WithoutJob() throws Exception {
		this.cloud.faults().next(1, Fault.throttledAs202());
		HttpResponse<String> reply = batch("s");
		assertThat(reply.statusCode()).isEqualTo(202);
		assertThat(Json.STRICT.readTree(reply.body()).path("error").path("code").asString()).isEqualTo("Common.0024");
		assertThat(this.cloud.journal().restarts()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503 })
	void answersWithServerErrorsAsJsonAndHtml(int status) throws Exception {
		this.cloud.faults().next(1, Fault.serverError(status));
		this.cloud.faults().next(1, Fault.htmlError(status));
		HttpResponse<String> json = batch("s");
		assertThat(json.statusCode()).isEqualTo(status);
		assertThat(Json.STRICT.readTree(json.body()).isObject()).isTrue();
		HttpResponse<String> html = batch("s");
		assertThat(html.statusCode()).isEqualTo(status);
		assertThat(html.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/html"));
		assertThat(this.cloud.journal().restarts()).isEmpty();
	}

	@Test
	void hangsUntilTheClientGivesUp() {
		this.cloud.faults().next(1, Fault.hang());
		this.cloud.faults().next(1, Fault.hang().afterCarryingOut());
		Duration timeout = Duration.ofMillis(300);
		assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> this.client.batch(timeout, "a"));
		assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> this.client.batch(timeout, "b"));
		assertThat(this.cloud.journal().restarts()).containsOnlyKeys("b");
	}

	@Test
	void closingEndsHangingAndSlowCalls() {
		this.cloud.faults().next(1, Fault.hang());
		this.cloud.faults().next(1, Fault.latency(Duration.ofHours(1)));
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			var first = CompletableFuture.supplyAsync(() -> uncheckedBatch("a"), threads);
			var second = CompletableFuture.supplyAsync(() -> uncheckedBatch("b"), threads);
			await().until(() -> this.cloud.journal().calls().size() == 2);
			this.cloud.close();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(first::join);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(second::join);
		}
	}

	@Test
	void resetsOnTheWire() throws Exception {
		for (Fault reset : new Fault[] { Fault.resetUnread(), Fault.resetAfterReading(),
				Fault.resetAfterCarryingOut() }) {
			FaultOrder order = this.cloud.faults().forRestarts().next(1, reset);
			try (Socket socket = connect()) {
				String body = CloudClient.batchBody("s");
				String request = "POST " + CloudClient.batchPath("p") + " HTTP/1.1\r\nHost: cloud\r\nContent-Length: "
						+ body.length() + "\r\n\r\n" + body;
				socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
					.withMessage("Connection reset");
			}
			assertThat(order.taken()).isEqualTo(1);
		}
		assertThat(this.cloud.journal().calls()).extracting(ReceivedCall::wasCarriedOut)
			.containsExactly(false, false, true);
		assertThat(this.cloud.journal().calls().getFirst().request().body()).isEmpty();
		assertThat(this.cloud.journal().calls().getLast().status()).isNull();
	}

	@Test
	void truncatesJsonOnlyOrTheMessageToo() throws Exception {
		this.cloud.faults().next(1, Fault.truncatedJson());
		this.cloud.faults().next(1, Fault.cutShort());
		String body = batch("a").body();
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Json.STRICT.readTree(body));
		assertThatIOException().isThrownBy(() -> batch("b"));
		assertThat(this.cloud.journal().restarts()).containsOnlyKeys("a", "b");
	}

	@Test
	void refusesBatchesWithBadServerInThem() throws Exception {
		FaultOrder bad = this.cloud.faults().namedBadServer("bad");
		HttpResponse<String> reply = batch("good", "bad");
		assertThat(reply.statusCode()).isEqualTo(400);
		assertThat(reply.body()).contains("Ecs.0114", "The server bad could not be found.");
		assertThat(batch("good").statusCode()).isEqualTo(200);
		HttpResponse<String> single = this.client.single("p", "bad");
		assertThat(single.statusCode()).isEqualTo(404);
		assertThat(single.body()).startsWith("{\"itemNotFound\":{\"code\":404");
		bad.lift();
		assertThat(batch("bad").statusCode()).isEqualTo(200);
		this.cloud.faults().badServer("bad");
		assertThat(batch("bad").body()).doesNotContain("bad");
	}

	@Test
	void closesConnectionThatWasToBeKeptAlive() throws Exception {
		this.cloud.faults().next(1, Fault.closedAfterReply());
		try (Socket socket = connect()) {
			socket.getOutputStream()
				.write("GET /v1/p/remux?task_id=1 HTTP/1.1\r\nHost: cloud\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(all).startsWith("HTTP/1.1 200").endsWith("}").doesNotContainIgnoringCase("connection: close");
		}
	}

	@Test
	void delaysTheAnswerNotTheRestart() throws Exception {
		this.cloud.faults().next(1, Fault.latency(Duration.ofMillis(200)));
		long before = System.nanoTime();
		assertThat(batch("s").statusCode()).isEqualTo(200);
		assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
		assertThat(this.cloud.journal().calls()).singleElement().returns(200, ReceivedCall::status);
	}

	@Test
	void hitsOnlyTheCallsThatWereChosen() throws Exception {
		this.cloud.faults().forProject("q").forService(CloudService.ECS).always(Fault.throttled());
		this.cloud.faults().forTarget("t").always(Fault.refused(409, "conflictingRequest", "busy"));
		assertThat(batch("s").statusCode()).isEqualTo(200);
		assertThat(this.client.batch("q", "s").statusCode()).isEqualTo(429);
		assertThat(this.client.single("q", "s").statusCode()).isEqualTo(202);
		assertThat(this.client.single("q", "t").statusCode()).isEqualTo(409);
		this.cloud.faults().clear();
		assertThat(this.client.batch("q", "t").statusCode()).isEqualTo(200);
	}

	@Test
	void hitsPartOfTheCallsByChance() throws Exception {
		FaultOrder order = this.cloud.faults().forRestarts().withProbability(0.3, 42).always(Fault.throttled());
		for (int i = 0; i < 200; i++) {
			this.client.retry("task-" + i);
		}
		assertThat(order.taken()).isBetween(40L, 80L);
		assertThat(this.cloud.journal().restarted()).isEqualTo(200 - order.taken());
	}

	@Test
	void goesDownAndComesBackOnItsPort() throws Exception {
		batch("a");
		this.cloud.goDown();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> batch("b"));
		this.cloud.comeBack();
		assertThat(batch("c").statusCode()).isEqualTo(200);
		assertThat(this.cloud.journal().restarts()).containsOnlyKeys("a", "c");
	}

	private HttpResponse<String> batch(String... ids) throws IOException, InterruptedException {
		return this.client.batch("p", ids);
	}

	private Socket connect() throws IOException {
		return new Socket(InetAddress.ofLiteral("127.0.0.1"), this.cloud.address().getPort());
	}

	private HttpResponse<String> uncheckedBatch(String id) {
		try {
			return batch(id);
		}
		catch (IOException | InterruptedException ex) {
			throw new CompletionException(ex);
		}
	}

}
