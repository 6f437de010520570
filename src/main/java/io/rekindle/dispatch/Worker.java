package io.rekindle.dispatch;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * This replica, by a name that no other one ever has, not even itself after a restart,
 * and the open calls that it knows of.
 */
@Component
class Worker {

	private final UUID id = UUID.randomUUID();

	private final Set<Long> calls = ConcurrentHashMap.newKeySet();

	UUID id() {
		return this.id;
	}

	void took(long callId) {
		this.calls.add(callId);
	}

	void recorded(long callId) {
		this.calls.remove(callId);
	}

	/** Whether a call is being sent here, or waits to be recorded. */
	boolean knows(long callId) {
		return this.calls.contains(callId);
	}

}
