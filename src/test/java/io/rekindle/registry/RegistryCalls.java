package io.rekindle.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.rekindle.parts.Part;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What others do with the registry beside the service. */
final class RegistryCalls implements AutoCloseable {

	private final HttpClient http = HttpClient.newHttpClient();

	private final Part registry;

	RegistryCalls(Part registry) {
		this.registry = registry;
	}

	void put(String path, String json) throws IOException, InterruptedException {
		send("PUT", path, json);
	}

	/** Gives the id in the reply. */
	int post(String path, String json) throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(send("POST", path, json)).path("id").asInt();
	}

	private String send(String method, String path, String json) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.registry.url() + path))
			.header("Content-Type", "application/vnd.schemaregistry.v1+json")
			.method(method, BodyPublishers.ofString(json))
			.build();
		HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	@Override
	public void close() {
		this.http.close();
	}

}
