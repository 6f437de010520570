package io.rekindle.ledger;

import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.rekindle.command.Command;
import io.rekindle.command.CommandRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of a command that the ledger keeps as JSON, because they can hold any
 * character and any number of milliseconds.
 */
final class CommandDocuments {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** An event of a command that is INVALID stays below the usual limit of a record. */
	private static final int MAX_INVALID_CHARACTERS = 200_000;

	private static final int MAX_INVALID_TARGETS = 1_000;

	private CommandDocuments() {
	}

	static String details(Command command) {
		Long notAfter = (command.notAfter() != null) ? command.notAfter().toEpochMilli() : null;
		return JSON.writeValueAsString(
				new Details(command.requestedAt().toEpochMilli(), command.requestedBy(), notAfter, command.labels()));
	}

	static Details details(String json) {
		return JSON.readValue(json, Details.class);
	}

	/**
	 * The fields as they came, until they are too long for an event: then the rest of the
	 * targets, and after them the labels, are left out.
	 */
	static String invalid(CommandRequest request) {
		int[] room = { MAX_INVALID_CHARACTERS };
		List<String> resourceIds = request.resourceIds()
			.stream()
			.limit(MAX_INVALID_TARGETS)
			.takeWhile((id) -> (room[0] -= id.length()) >= 0)
			.toList();
		boolean labelsFit = request.labels()
			.entrySet()
			.stream()
			.mapToLong((label) -> label.getKey().length() + label.getValue().length())
			.sum() <= room[0];
		return JSON.writeValueAsString(new Invalid(request.type().name(), cut(request.requestedBy()),
				cut(request.region()), cut(request.projectId()), cut(request.service()), resourceIds,
				labelsFit ? request.labels() : Map.of()));
	}

	static Invalid invalid(String json) {
		return JSON.readValue(json, Invalid.class);
	}

	static @Nullable String headers(List<OriginalRecord.Header> headers) {
		if (headers.isEmpty()) {
			return null;
		}
		Base64.Encoder base64 = Base64.getEncoder();
		return JSON.writeValueAsString(headers.stream()
			.map((header) -> new @Nullable String[] { header.name(),
					(header.value() != null) ? base64.encodeToString(header.value()) : null })
			.toList());
	}

	static List<OriginalRecord.Header> headers(@Nullable String json) {
		if (json == null) {
			return List.of();
		}
		List<@Nullable String[]> pairs = JSON.readValue(json, new TypeReference<>() {
		});
		return pairs.stream().map(CommandDocuments::header).toList();
	}

	private static OriginalRecord.Header header(@Nullable String[] pair) {
		String value = pair[1];
		return new OriginalRecord.Header(String.valueOf(pair[0]),
				(value != null) ? Base64.getDecoder().decode(value) : null);
	}

	private static String cut(String text) {
		return (text.length() <= 10_000) ? text : text.substring(0, 10_000);
	}

	/** What is only shown and repeated; times in milliseconds since 1970. */
	record Details(long requestedAt, String requestedBy, @Nullable Long notAfter, Map<String, String> labels) {

	}

	/** The common fields of the JobFailed of an INVALID command. */
	record Invalid(String commandType, String requestedBy, String region, String projectId, String service,
			List<String> resourceIds, Map<String, String> labels) {

	}

}
