package io.rekindle.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A registry on a loopback socket that answers as it is told and keeps what it was asked.
 */
final class StubRegistry implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private volatile HttpHandler answer = (exchange) -> {
	};

	StubRegistry() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", (exchange) -> {
			this.requests.add(Request.of(exchange));
			this.answer.handle(exchange);
		});
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	String host() {
		return "127.0.0.1:" + this.server.getAddress().getPort();
	}

	String url() {
		return "http://" + host();
	}

	List<Request> requests() {
		return this.requests;
	}

	void answers(int status, String body) {
		answers((exchange) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
	}

	void answers(HttpHandler handler) {
		this.answer = handler;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	record Request(String method, String uri, @Nullable String authorization, @Nullable String contentType,
			String body) {

		private static Request of(HttpExchange exchange) throws IOException {
			return new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
					exchange.getRequestHeaders().getFirst("Authorization"),
					exchange.getRequestHeaders().getFirst("Content-Type"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		}

	}

}
