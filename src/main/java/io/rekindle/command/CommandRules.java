package io.rekindle.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules of CONTRACT.md for a command's fields. Every broken rule is told, with the
 * field, the rule and the value.
 */
public final class CommandRules {

	private static final int MAX_TARGETS = 1_000;

	private static final int MAX_LABELS = 32;

	/** Enough for any mistake to be found, and never a wall of text. */
	private static final int MAX_TOLD = 10;

	private static final Rule COMMAND_ID = new Rule("[A-Za-z0-9._:-]{1,64}", "1 to 64 of A-Z a-z 0-9 . _ : -");

	private static final Rule REGION = new Rule("[a-z0-9-]{1,32}", "1 to 32 of a-z 0-9 -");

	private static final Rule PROJECT_ID = new Rule("[A-Za-z0-9-]{1,64}", "1 to 64 of A-Z a-z 0-9 -");

	private static final Rule RESOURCE_ID = PROJECT_ID;

	private static final Rule TASK_ID = new Rule("[A-Za-z0-9_-]{1,64}", "1 to 64 of A-Z a-z 0-9 _ -");

	private CommandRules() {
	}

	/** Whether this can be the id of a command. */
	public static boolean isCommandId(String text) {
		return COMMAND_ID.keeps(text);
	}

	/**
	 * Checks a command as it came.
	 * @throws InvalidCommandException where it breaks a rule
	 */
	public static Command check(CommandRequest request) {
		List<String> broken = new ArrayList<>();
		COMMAND_ID.check("commandId", request.commandId(), broken);
		length("requestedBy", request.requestedBy(), 1, 128, broken);
		REGION.check("region", request.region(), broken);
		PROJECT_ID.check("projectId", request.projectId(), broken);
		Service service = service(request, broken);
		RestartType restartType = restartType(request, service, broken);
		targets(request, broken);
		labels(request.labels(), broken);
		if (!broken.isEmpty() || service == null) {
			throw new InvalidCommandException(message(broken));
		}
		Lane lane = new Lane(service, request.region(), request.projectId(), restartType);
		return new Command(request.commandId(), request.requestedAt(), request.requestedBy(), lane,
				request.resourceIds(), request.priority(), request.notAfter(), request.labels());
	}

	private static @Nullable Service service(CommandRequest request, List<String> broken) {
		for (Service service : Service.values()) {
			boolean remux = service == Service.MPC_REMUX;
			if (service.name().equals(request.service())
					&& remux == (request.type() == CommandType.RetryRemuxCommand)) {
				return service;
			}
		}
		broken.add("service must be a service that this version knows, but was " + Quoted.of(request.service()));
		return null;
	}

	private static @Nullable RestartType restartType(CommandRequest request, @Nullable Service service,
			List<String> broken) {
		if (service == null || !service.hasRestartType()) {
			return null;
		}
		for (RestartType type : RestartType.values()) {
			if (type.name().equals(request.restartType())) {
				return type;
			}
		}
		broken.add("type must be SOFT or HARD, but was " + Quoted.of(String.valueOf(request.restartType())));
		return null;
	}

	private static void targets(CommandRequest request, List<String> broken) {
		if (request.type() == CommandType.RetryRemuxCommand) {
			TASK_ID.check("taskId", request.resourceIds().getFirst(), broken);
			return;
		}
		List<String> ids = request.resourceIds();
		if (ids.isEmpty() || ids.size() > MAX_TARGETS) {
			broken.add("resourceIds must have 1 to 1,000 ids, but had " + ids.size());
		}
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < ids.size() && broken.size() <= MAX_TOLD; i++) {
			RESOURCE_ID.check("resourceIds[" + i + "]", ids.get(i), broken);
			if (!seen.add(ids.get(i))) {
				broken.add("resourceIds[" + i + "] must not repeat an earlier id, but was " + Quoted.of(ids.get(i)));
			}
		}
	}

	private static void labels(Map<String, String> labels, List<String> broken) {
		if (labels.size() > MAX_LABELS) {
			broken.add("labels must have at most 32 entries, but had " + labels.size());
		}
		labels.forEach((key, value) -> {
			length("the key of a label", key, 0, 64, broken);
			length("labels[" + Quoted.of(key) + "]", value, 0, 256, broken);
		});
	}

	private static void length(String field, String value, int least, int most, List<String> broken) {
		int length = value.codePointCount(0, value.length());
		if (length < least || length > most) {
			broken.add("%s must have %d to %d characters, but had %,d: %s".formatted(field, least, most, length,
					Quoted.of(value)));
		}
	}

	private static String message(List<String> broken) {
		if (broken.size() <= MAX_TOLD) {
			return String.join("; ", broken);
		}
		return String.join("; ", broken.subList(0, MAX_TOLD)) + "; and more";
	}

	private record Rule(Pattern pattern, String words) {

		Rule(String regex, String words) {
			this(Pattern.compile(regex), words);
		}

		boolean keeps(String value) {
			return this.pattern.matcher(value).matches();
		}

		void check(String field, String value, List<String> broken) {
			if (!keeps(value)) {
				broken.add(field + " must be " + this.words + ", but was " + Quoted.of(value));
			}
		}

	}

}
