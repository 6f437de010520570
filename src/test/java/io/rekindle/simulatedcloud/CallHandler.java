package io.rekindle.simulatedcloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpServerConnection;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request from the wire, has it decided, and answers it or breaks it as ordered.
 */
final class CallHandler implements HttpServerRequestHandler {

	private final Gateway gateway;

	private final Latencies latencies;

	CallHandler(Gateway gateway, Latencies latencies) {
		this.gateway = gateway;
		this.latencies = latencies;
	}

	@Override
	public void handle(ClassicHttpRequest request, ResponseTrigger trigger, HttpContext context)
			throws HttpException, IOException {
		HttpServerConnection connection = (HttpServerConnection) context.getAttribute(Listener.CONNECTION);
		CloudRequest head = RequestReader.head(request);
		if (this.gateway.resetsUnread(head)) {
			connection.close(CloseMode.IMMEDIATE);
			return;
		}
		CloudRequest whole = RequestReader.whole(head, body(request));
		Latencies.Latency latency = this.latencies.next();
		pause(latency.before());
		Gateway.Decision decision = this.gateway.decide(whole, latency.after());
		pause(decision.delay());
		if (decision.answer() == null) {
			breakOff(connection, decision.fault());
		}
		else {
			answer(trigger, connection, whole, decision.answer(), decision.fault());
		}
	}

	private static byte[] body(ClassicHttpRequest request) throws IOException {
		HttpEntity entity = request.getEntity();
		byte[] body = (entity != null) ? EntityUtils.toByteArray(entity) : null;
		return (body != null) ? body : new byte[0];
	}

	private static void pause(Duration time) throws InterruptedIOException {
		if (time.isPositive()) {
			try {
				Thread.sleep(time);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedIOException("The cloud closes");
			}
		}
	}

	/** An immediate close is a reset on the wire: HttpCore sets SO_LINGER to 0 for it. */
	private static void breakOff(HttpServerConnection connection, @Nullable Fault fault) throws IOException {
		if (fault instanceof Fault.Hang) {
			// Nothing more comes from a waiting client but its end.
			connection.isDataAvailable(Timeout.DISABLED);
		}
		connection.close(CloseMode.IMMEDIATE);
	}

	private static void answer(ResponseTrigger trigger, HttpServerConnection connection, CloudRequest request,
			Answer answer, @Nullable Fault fault) throws HttpException, IOException {
		switch (fault) {
			case Fault.Truncated truncated when truncated.cut() -> {
				trigger.submitResponse(response(request, answer, cut(answer)));
				connection.close();
			}
			case Fault.Truncated _ -> trigger.submitResponse(response(request, answer, whole(answer.firstHalf())));
			case Fault.ClosedAfterReply _ -> {
				trigger.submitResponse(response(request, answer, whole(answer)));
				connection.close();
			}
			case null, default -> trigger.submitResponse(response(request, answer, whole(answer)));
		}
	}

	private static ClassicHttpResponse response(CloudRequest request, Answer answer, HttpEntity entity) {
		ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
		response.setHeader("X-Request-Id", request.requestId());
		answer.headers().forEach(response::setHeader);
		response.setEntity(entity);
		return response;
	}

	private static HttpEntity whole(Answer answer) {
		return new ByteArrayEntity(bytes(answer), answer.body().isEmpty() ? null : type(answer));
	}

	/** Promises the whole body and has half of it. */
	private static HttpEntity cut(Answer answer) {
		return new InputStreamEntity(new ByteArrayInputStream(bytes(answer.firstHalf())), bytes(answer).length,
				type(answer));
	}

	private static byte[] bytes(Answer answer) {
		return answer.body().getBytes(StandardCharsets.UTF_8);
	}

	private static ContentType type(Answer answer) {
		return ContentType.create(answer.contentType(), StandardCharsets.UTF_8);
	}

}
