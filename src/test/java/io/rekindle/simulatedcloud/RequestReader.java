package io.rekindle.simulatedcloud;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Stream;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;

/**
 * Makes a {@link CloudRequest} of what the wire brought: first the head, then all of it.
 */
final class RequestReader {

	private RequestReader() {
	}

	static CloudRequest head(ClassicHttpRequest request) {
		String uri = request.getPath();
		int mark = uri.indexOf('?');
		String path = (mark < 0) ? uri : uri.substring(0, mark);
		String query = (mark < 0) ? "" : uri.substring(mark + 1);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (Header header : request.getHeaders()) {
			headers.merge(header.getName(), header.getValue(), (one, other) -> one + ", " + other);
		}
		String requestId = UUID.randomUUID().toString().replace("-", "");
		for (CallKind kind : CallKind.values()) {
			Matcher matcher = kind.path().matcher(path);
			if (kind.method().equals(request.getMethod()) && matcher.matches()) {
				CloudRequest found = new CloudRequest(requestId, kind,
						Objects.requireNonNullElse(matcher.group("region"), ""), matcher.group("project"),
						kind.path().namedGroups().containsKey("id") ? List.of(matcher.group("id")) : List.of(), null,
						request.getMethod(), path, query, headers, new byte[0], null);
				return found.targets().isEmpty() ? found.withTargets(targetsInQuery(found)) : found;
			}
		}
		return new CloudRequest(requestId, CallKind.UNKNOWN, "", "", List.of(), null, request.getMethod(), path, query,
				headers, new byte[0], null);
	}

	private static List<String> targetsInQuery(CloudRequest request) {
		return switch (request.kind()) {
			case CLOUD_PHONE_JOBS ->
				request.parameter("request_ids").stream().flatMap((ids) -> Stream.of(ids.split(",", -1))).toList();
			case MPC_TASKS -> request.parameter("task_id");
			default -> List.of();
		};
	}

	static CloudRequest whole(CloudRequest head, byte[] body) {
		if (!head.kind().isRestart()) {
			return head.withBody(body, head.targets(), null, null);
		}
		try {
			RestartBody restart = RestartBody.parse(head.kind(), body);
			List<String> targets = head.targets().isEmpty() ? restart.targets() : head.targets();
			return head.withBody(body, targets, restart.type(), null);
		}
		catch (MalformedBodyException ex) {
			return head.withBody(body, head.targets(), null, ex.getMessage());
		}
	}

}
