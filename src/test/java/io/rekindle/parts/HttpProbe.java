package io.rekindle.parts;

import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import static org.awaitility.Awaitility.await;

/**
 * Waits for an HTTP server to be ready.
 */
final class HttpProbe {

	private HttpProbe() {
	}

	/** Waits until the address answers 200, and no longer than the server lives. */
	static void awaitOk(String url, BooleanSupplier alive) {
		await(url).atMost(Duration.ofSeconds(90))
			.failFast("the server ended before it was ready", () -> !alive.getAsBoolean())
			.ignoreExceptions()
			.until(() -> status(url) == HttpURLConnection.HTTP_OK);
	}

	private static int status(String url) throws Exception {
		HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
		connection.setReadTimeout(5_000);
		try {
			return connection.getResponseCode();
		}
		finally {
			connection.disconnect();
		}
	}

}
