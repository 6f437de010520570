package io.rekindle.simulatedcloud;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived.
 *
 * @param requestId the id that the cloud gave it, and answers with
 * @param kind which call it is
 * @param region the path's first segment, or empty
 * @param project the project in the path, or empty for an unknown call
 * @param targets the servers or tasks it speaks of; for a query, the ids it asks for
 * @param restartType the restart type, where there is one
 * @param method as it came
 * @param path as it came, without the query
 * @param query as it came, or empty
 * @param headers by name, whatever its case; several of one name joined by commas
 * @param body as it came
 * @param malformed why the service can't understand it, if it can't
 */
@SuppressWarnings("ArrayRecordComponent") // signatures are over bytes; nobody compares
public record CloudRequest(String requestId, CallKind kind, String region, String project, List<String> targets,
		@Nullable RestartType restartType, String method, String path, String query, Map<String, String> headers,
		byte[] body, @Nullable String malformed) {

	/** A header's value. */
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	public String bodyText() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/** A query parameter's values, decoded, in their order. */
	public List<String> parameter(String name) {
		String start = name + "=";
		return Stream.of(this.query.split("&", -1))
			.filter((pair) -> pair.startsWith(start))
			.map((pair) -> URLDecoder.decode(pair.substring(start.length()), StandardCharsets.UTF_8))
			.toList();
	}

	/** The one target of a call that has one in its path. */
	String target() {
		return this.targets.getFirst();
	}

	CloudRequest withTargets(List<String> ids) {
		return new CloudRequest(this.requestId, this.kind, this.region, this.project, ids, this.restartType,
				this.method, this.path, this.query, this.headers, this.body, this.malformed);
	}

	CloudRequest withBody(byte[] bytes, List<String> ids, @Nullable RestartType type, @Nullable String trouble) {
		return new CloudRequest(this.requestId, this.kind, this.region, this.project, ids, type, this.method, this.path,
				this.query, this.headers, bytes, trouble);
	}

	CloudRequest withoutMessage() {
		return new CloudRequest(this.requestId, this.kind, this.region, this.project, this.targets, this.restartType,
				this.method, this.path, this.query, Map.of(), new byte[0], this.malformed);
	}

}
