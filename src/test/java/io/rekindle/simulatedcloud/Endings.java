package io.rekindle.simulatedcloud;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Which restarts and tasks end badly. What isn't ordered here ends well. An order holds
 * until it is healed; give it before the end, as ends are judged when they are asked for.
 */
public final class Endings {

	private final Map<String, Failure> failures = new ConcurrentHashMap<>();

	private final Map<String, Failure> refusals = new ConcurrentHashMap<>();

	Endings() {
	}

	/**
	 * Lets the restart of a server, the packaging of a task, or a whole job, fail once
	 * its time is over.
	 * @param id the server's, task's or job's
	 */
	public void fail(String id, String code, String reason) {
		this.failures.put(id, new Failure(code, reason));
	}

	/**
	 * Lets Cloud Phone refuse this server within an answer of HTTP 200: the item has the
	 * error and no job, and the server isn't restarted.
	 */
	public void refuseItem(String serverId, String code, String message) {
		this.refusals.put(serverId, new Failure(code, message));
	}

	/** Takes back what was ordered for this id. */
	public void heal(String id) {
		this.failures.remove(id);
		this.refusals.remove(id);
	}

	@Nullable Failure failureOf(String id) {
		return this.failures.get(id);
	}

	@Nullable Failure refusalOf(String serverId) {
		return this.refusals.get(serverId);
	}

	/** A bad end, with the cloud's code and words. */
	record Failure(String code, String message) {
	}

}
