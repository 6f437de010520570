package io.rekindle.dispatch;

import java.util.UUID;

import org.springframework.stereotype.Component;

/**
 * This replica, by a name that no other one ever has, not even itself after a restart.
 */
@Component
class Worker {

	private final UUID id = UUID.randomUUID();

	UUID id() {
		return this.id;
	}

}
