package io.rekindle.registry;

import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.rekindle.registry.RegistryReply.Answer;
import io.rekindle.registry.RegistryReply.Refusal;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Confluent-compatible registry API over HTTP. Tries the addresses in turn, beginning
 * with the one that answered last; trying again after that is the caller's.
 */
final class RegistryClient implements SchemaRegistry {

	private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

	/** Far beyond any schema; what is longer comes from something else. */
	private static final long MAX_BODY = 16L << 20;

	private final HttpClient http;

	private final List<RegistryAddress> addresses;

	private final Duration deadline;

	private final boolean autoRegister;

	private final boolean normalize;

	private volatile int answeredLast;

	RegistryClient(RegistryConfig config) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(config.connectTimeout());
		if (config.tls() != null) {
			builder.sslContext(config.tls());
		}
		this.http = builder.build();
		this.addresses = config.addresses();
		this.deadline = config.connectTimeout().plus(config.readTimeout());
		this.autoRegister = config.autoRegister();
		this.normalize = config.normalize();
	}

	@Override
	public String schema(int id) {
		JsonNode found = switch (send("/schemas/ids/" + id, null)) {
			case Answer(JsonNode json) -> json;
			case Refusal(int code, String message) when code == Refusal.SCHEMA_NOT_FOUND ->
				throw new SerializationException("the schema registry knows no schema " + id + ": " + message);
			case Refusal(int code, String message) ->
				throw new RegistryUnavailableException("the schema registry refused " + code + ": " + message);
		};
		String type = found.path("schemaType").asString("AVRO");
		if (!type.equals("AVRO")) {
			throw new SerializationException("schema " + id + " is no Avro schema but " + type);
		}
		if (!found.path("references").isEmpty()) {
			throw new SerializationException("schema " + id + " refers to other schemas, which is not supported");
		}
		if (!found.path("schema").isString()) {
			throw new RegistryUnavailableException("the schema registry gave schema " + id + " without its text");
		}
		return found.path("schema").asString();
	}

	@Override
	public int id(String subject, String schema) {
		String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20")
				+ (this.autoRegister ? "/versions" : "") + (this.normalize ? "?normalize=true" : "");
		String body = JsonMapper.shared().createObjectNode().put("schema", schema).toString();
		return switch (send(path, body)) {
			case Answer(JsonNode json) when json.path("id").canConvertToInt() -> json.path("id").asInt();
			case Answer(JsonNode _) ->
				throw new RegistryUnavailableException("the schema registry gave no id for " + subject);
			case Refusal(int code, String message) -> throw new SerializationException(
					"the schema registry refused the schema for " + subject + " (" + code + "): " + message);
		};
	}

	@Override
	public void close() {
		this.http.shutdownNow();
	}

	private RegistryReply send(String path, @Nullable String body) {
		int first = this.answeredLast;
		RegistryUnavailableException failed = null;
		for (int i = 0; i < this.addresses.size(); i++) {
			int index = (first + i) % this.addresses.size();
			try {
				RegistryReply reply = exchange(this.addresses.get(index), path, body);
				this.answeredLast = index;
				return reply;
			}
			catch (RegistryUnavailableException ex) {
				if (failed != null) {
					ex.addSuppressed(failed);
				}
				failed = ex;
			}
		}
		throw (failed != null) ? failed : new IllegalStateException("no address");
	}

	private RegistryReply exchange(RegistryAddress address, String path, @Nullable String body) {
		// The request's own time limit ends with the reply's headers, this one with its
		// last byte.
		CompletableFuture<HttpResponse<String>> reply = this.http.sendAsync(request(address, path, body),
				BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BODY));
		try {
			HttpResponse<String> response = reply.get(this.deadline.toMillis(), TimeUnit.MILLISECONDS);
			return RegistryReply.of(address, response.statusCode(), response.body());
		}
		catch (TimeoutException ex) {
			throw new RegistryUnavailableException(
					"the schema registry at " + address + " did not answer within " + this.deadline, ex);
		}
		catch (ExecutionException ex) {
			throw new RegistryUnavailableException(
					"the schema registry at " + address + " can't be reached: " + ex.getCause(), ex.getCause());
		}
		catch (InterruptedException ex) {
			// Sets the thread's flag again.
			throw new InterruptException("interrupted while asking the schema registry", ex);
		}
		finally {
			reply.cancel(true);
		}
	}

	private static HttpRequest request(RegistryAddress address, String path, @Nullable String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
			.header("Accept", CONTENT_TYPE + ", application/json");
		if (address.authorization() != null) {
			request.header("Authorization", address.authorization().header());
		}
		if (body != null) {
			request.header("Content-Type", CONTENT_TYPE).POST(HttpRequest.BodyPublishers.ofString(body));
		}
		return request.build();
	}

}
