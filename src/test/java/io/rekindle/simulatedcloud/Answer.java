package io.rekindle.simulatedcloud;

import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * What the cloud answers with.
 *
 * @param status the HTTP status
 * @param headers beside the content's own
 * @param contentType as in the header
 * @param body may be empty
 */
public record Answer(int status, Map<String, String> headers, String contentType, String body) {

	private static final String JSON = "application/json";

	public static Answer empty(int status) {
		return new Answer(status, Map.of(), JSON, "");
	}

	public static Answer json(int status, JsonNode body) {
		return new Answer(status, Map.of(), JSON, body.toString());
	}

	public static Answer html(int status, String body) {
		return new Answer(status, Map.of(), "text/html", body);
	}

	/**
	 * An error in the shape of the service that was called; the gateway's codes come in
	 * the gateway's shape, whatever was called.
	 */
	public static Answer error(CloudRequest request, int status, String code, String message) {
		ErrorShape shape = code.startsWith("APIG") ? ErrorShape.FLAT_WITH_REQUEST_ID : request.kind().errorShape();
		return error(shape, request, status, code, message);
	}

	static Answer error(ErrorShape shape, CloudRequest request, int status, String code, String message) {
		return json(status, shape.body(status, code, message, request.requestId()));
	}

	public Answer with(String header, String value) {
		Map<String, String> more = new HashMap<>(this.headers);
		more.put(header, value);
		return new Answer(this.status, Map.copyOf(more), this.contentType, this.body);
	}

	Answer firstHalf() {
		return new Answer(this.status, this.headers, this.contentType, this.body.substring(0, this.body.length() / 2));
	}

}
