package io.rekindle.cloud;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a reply's body says, in any of the cloud's shapes (CLOUD_API.md, section 2). A
 * body that is empty, not JSON or of another shape says nothing.
 *
 * @param fault the name of a Nova fault, such as {@code itemNotFound}
 */
record AnswerBody(JsonNode json, @Nullable String fault, @Nullable String code, @Nullable String message,
		@Nullable String requestId) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static AnswerBody read(byte[] bytes) {
		JsonNode json = json(bytes);
		String requestId = text(json, "request_id");
		if (json.has("error_code")) {
			return new AnswerBody(json, null, text(json, "error_code"), text(json, "error_msg"), requestId);
		}
		if (json.path("error").isObject()) {
			JsonNode error = json.path("error");
			return new AnswerBody(json, null, text(error, "code"), text(error, "message"), requestId);
		}
		if (json.has("code")) {
			return new AnswerBody(json, null, text(json, "code"), text(json, "message"), requestId);
		}
		for (Map.Entry<String, JsonNode> field : json.properties()) {
			if (json.size() == 1 && field.getValue().path("code").isNumber()) {
				return new AnswerBody(json, field.getKey(), field.getKey(), text(field.getValue(), "message"),
						requestId);
			}
		}
		return new AnswerBody(json, null, null, null, requestId);
	}

	/** A field's text; null where there is none. */
	@Nullable String text(String field) {
		return text(this.json, field);
	}

	private static JsonNode json(byte[] bytes) {
		try {
			return (bytes.length > 0) ? JSON.readTree(bytes) : MissingNode.getInstance();
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private static @Nullable String text(JsonNode node, String field) {
		JsonNode value = node.path(field);
		String text = value.isValueNode() && !value.isNull() ? value.asString() : "";
		return text.isBlank() ? null : text;
	}

}
