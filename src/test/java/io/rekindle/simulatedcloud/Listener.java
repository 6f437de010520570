package io.rekindle.simulatedcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerConnection;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * Accepts connections and serves each on a virtual thread, with HttpCore's classic
 * service. HttpCore's own HttpServer does the same on platform threads, but neither hands
 * a handler its connection nor ends the idle ones when it closes.
 */
final class Listener implements AutoCloseable {

	/** Where a request's context holds its connection. */
	static final String CONNECTION = "simulated-cloud.connection";

	private static final int BACKLOG = 1024;

	private static final DefaultBHttpServerConnectionFactory CONNECTIONS = DefaultBHttpServerConnectionFactory.builder()
		.http1Config(Http1Config.DEFAULT)
		.build();

	private final ServerSocket server;

	private final HttpService service;

	private final ExecutorService threads = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("simulated-cloud-", 0).factory());

	private Listener(ServerSocket server, HttpServerRequestHandler handler) {
		this.server = server;
		this.service = HttpService.builder()
			.withHttpProcessor(HttpProcessors.server("SimulatedCloud"))
			.withHttpServerRequestHandler(handler)
			.build();
	}

	static Listener open(int port, HttpServerRequestHandler handler) {
		Listener listener = new Listener((port != 0) ? bind(port) : bindFree(), handler);
		listener.threads.execute(listener::accept);
		return listener;
	}

	/**
	 * A port below those the system gives to clients: while nobody listens on one of
	 * those, a client may be given the very port it calls, and so connect to itself.
	 */
	private static ServerSocket bindFree() {
		for (int tries = 1;; tries++) {
			try {
				return bind(ThreadLocalRandom.current().nextInt(10_000, 32_000));
			}
			catch (UncheckedIOException ex) {
				if (tries == 100 || !(ex.getCause() instanceof BindException)) {
					throw ex;
				}
			}
		}
	}

	private static ServerSocket bind(int port) {
		try {
			ServerSocket server = new ServerSocket();
			try {
				server.setReuseAddress(true);
				server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
				return server;
			}
			catch (IOException ex) {
				server.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't listen on port " + port, ex);
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				try {
					this.threads.execute(() -> serve(socket));
				}
				catch (RejectedExecutionException ex) {
					socket.close();
				}
			}
			catch (IOException _) {
				// Closed, which the loop sees, or the client was gone before it was
				// served.
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			HttpServerConnection connection = CONNECTIONS.createConnection(socket);
			while (connection.isOpen()) {
				HttpCoreContext context = HttpCoreContext.create();
				context.setAttribute(CONNECTION, connection);
				this.service.handleRequest(connection, context);
			}
		}
		catch (IOException | HttpException _) {
			// The client or a fault ended the connection: the journal knows the call.
		}
	}

	/** Interrupting a virtual thread also ends what it reads or writes on its socket. */
	@Override
	public void close() {
		try {
			this.server.close();
			this.threads.shutdownNow();
			if (!this.threads.awaitTermination(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("A call doesn't end");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
