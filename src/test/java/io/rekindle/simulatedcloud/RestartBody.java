package io.rekindle.simulatedcloud;

import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What the body of a restart or retry asks for.
 *
 * @param targets none where the path names the server
 * @param type none for Cloud Phone and MPC
 */
record RestartBody(List<String> targets, @Nullable RestartType type) {

	static RestartBody parse(CallKind kind, byte[] body) throws MalformedBodyException {
		return switch (kind) {
			case ECS_BATCH_RESTART -> {
				BatchReboot reboot = read(body, EcsBatch.class).reboot();
				List<String> ids = reboot.servers().stream().map(Server::id).toList();
				// More than the limit at a time is not malformed, but refused as
				// Ecs.0118.
				yield new RestartBody(checked(ids, Integer.MAX_VALUE), reboot.type());
			}
			case ECS_SINGLE_RESTART -> new RestartBody(List.of(), read(body, EcsSingle.class).reboot().type());
			case CLOUD_PHONE_RESTART -> {
				List<String> ids = checked(read(body, CloudPhone.class).ids(), 100);
				if (ids.stream().anyMatch((id) -> id.length() > 32)) {
					throw new MalformedBodyException("An encode_server_id is longer than 32 characters.");
				}
				yield new RestartBody(ids, null);
			}
			case WORKSPACE_RESTART -> {
				Workspace workspace = read(body, Workspace.class);
				yield new RestartBody(checked(workspace.items(), 20), workspace.type());
			}
			case MPC_RETRY -> new RestartBody(checked(List.of(read(body, Mpc.class).taskId()), 1), null);
			default -> throw new IllegalArgumentException(kind + " restarts nothing");
		};
	}

	private static <T> T read(byte[] body, Class<T> type) throws MalformedBodyException {
		try {
			return Json.STRICT.readValue(body, type);
		}
		catch (JacksonException ex) {
			throw new MalformedBodyException("The request body is invalid: " + ex.getOriginalMessage());
		}
	}

	private static List<String> checked(List<String> ids, int most) throws MalformedBodyException {
		if (ids.isEmpty() || ids.size() > most) {
			throw new MalformedBodyException("Between 1 and " + most + " ids are allowed, not " + ids.size() + ".");
		}
		if (ids.stream().anyMatch(String::isBlank)) {
			throw new MalformedBodyException("An id is blank.");
		}
		if (new HashSet<>(ids).size() < ids.size()) {
			throw new MalformedBodyException("An id stands there twice.");
		}
		return ids;
	}

	private record EcsBatch(BatchReboot reboot) {
	}

	private record BatchReboot(RestartType type, List<Server> servers) {
	}

	private record Server(String id) {
	}

	private record EcsSingle(SingleReboot reboot) {
	}

	private record SingleReboot(RestartType type) {
	}

	private record CloudPhone(@JsonProperty("encode_server_ids") List<String> ids) {
	}

	private record Workspace(List<String> items, RestartType type) {
	}

	private record Mpc(@JsonProperty("task_id") String taskId) {
	}

}
