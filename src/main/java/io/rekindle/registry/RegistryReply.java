package io.rekindle.registry;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the registry itself said. Anything else, as a gateway's page, is no reply of it.
 */
sealed interface RegistryReply {

	/** Done; the JSON object it gave. */
	record Answer(JsonNode json) implements RegistryReply {
	}

	/**
	 * Understood, and refused.
	 *
	 * @param code the registry's error code, as 40403
	 * @param message its reason, shortened
	 */
	record Refusal(int code, String message) implements RegistryReply {

		/** No schema of this id, or no such schema under the subject. */
		static final int SCHEMA_NOT_FOUND = 40403;

		static final int SUBJECT_NOT_FOUND = 40401;

	}

	/**
	 * Tells a reply of the registry from everything else.
	 * @throws RegistryUnavailableException if this is none; its message never repeats the
	 * body
	 */
	static RegistryReply of(RegistryAddress from, int status, String body) {
		JsonNode json = object(body);
		if (status == 200 && json != null) {
			return new Answer(json);
		}
		if (json != null && refuses(status, json.path("error_code").asInt(0))) {
			return new Refusal(json.path("error_code").asInt(0), shortened(json.path("message").asString("")));
		}
		String what = (status == 200) ? "something other than a JSON object" : "HTTP " + status;
		throw new RegistryUnavailableException("the schema registry at " + from + " answered " + what);
	}

	/**
	 * A 404 must carry one of the registry's own codes: a missing path gives a JSON 404
	 * too, in Confluent's with the code 404.
	 */
	private static boolean refuses(int status, int code) {
		return switch (status) {
			case 404 -> code > 40400 && code < 40500;
			case 409, 422 -> code != 0;
			default -> false;
		};
	}

	private static @Nullable JsonNode object(String body) {
		try {
			JsonNode json = JsonMapper.shared().readTree(body);
			return json.isObject() ? json : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static String shortened(String message) {
		return message.codePoints()
			.limit(500)
			.map((c) -> Character.isISOControl(c) ? ' ' : c)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
