package io.rekindle.simulatedcloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Calls the simulated cloud as any client would, with project {@code p} where not said.
 */
final class CloudClient implements AutoCloseable {

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI base;

	CloudClient(URI base) {
		this.base = base;
	}

	HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
		return this.http.send(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send("GET", path, "");
	}

	HttpResponse<String> batch(String project, String... ids) throws IOException, InterruptedException {
		return send("POST", batchPath(project), batchBody(ids));
	}

	/** Restarts one server, and gives up after this time. */
	HttpResponse<String> batch(Duration timeout, String id) throws IOException, InterruptedException {
		HttpRequest request = request("POST", batchPath("p"), batchBody(id)).timeout(timeout).build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> single(String project, String id) throws IOException, InterruptedException {
		return send("POST", "/v2.1/" + project + "/servers/" + id + "/action", "{\"reboot\":{\"type\":\"SOFT\"}}");
	}

	HttpResponse<String> retry(String taskId) throws IOException, InterruptedException {
		return send("PUT", "/v1/p/remux", Json.STRICT.writeValueAsString(Map.of("task_id", taskId)));
	}

	static String batchPath(String project) {
		return "/v1/" + project + "/cloudservers/action";
	}

	static String batchBody(String... ids) {
		String servers = IntStream.range(0, ids.length)
			.mapToObj((i) -> "{\"id\":\"" + ids[i] + "\"}")
			.collect(Collectors.joining(","));
		return "{\"reboot\":{\"type\":\"SOFT\",\"servers\":[" + servers + "]}}";
	}

	/** Ids from {@code prefix-0} on. */
	static String[] servers(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> prefix + "-" + i).toArray(String[]::new);
	}

	private HttpRequest.Builder request(String method, String path, String body) {
		return HttpRequest.newBuilder(URI.create(this.base + path))
			.header("Content-Type", "application/json")
			.method(method,
					body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
	}

	@Override
	public void close() {
		this.http.shutdownNow();
		this.http.close();
	}

}
