package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The limit on restarted ECSs of one region and project, over an exact sliding window: a
 * restart counts for a window's length from its own moment on, that moment included and
 * the end excluded. Batch and single share it.
 */
final class EcsLimit {

	/** Other editions of the document limit a single call, too. */
	private static final int MOST_AT_A_TIME = 1000;

	private final int limit;

	private final long window;

	private final Map<Scope, Counted> scopes = new HashMap<>();

	private long breaches;

	EcsLimit(int limit, Duration window) {
		this.limit = limit;
		this.window = window.toNanos();
	}

	synchronized boolean admits(CloudRequest request, long now) {
		int servers = request.targets().size();
		Counted counted = this.scopes.computeIfAbsent(new Scope(request.region(), request.project()),
				(scope) -> new Counted());
		counted.forgetUntil(now - this.window);
		if (servers > MOST_AT_A_TIME || counted.sum + servers > this.limit) {
			this.breaches++;
			return false;
		}
		counted.add(new Restarts(now, servers));
		return true;
	}

	synchronized long breaches() {
		return this.breaches;
	}

	private record Scope(String region, String project) {
	}

	private record Restarts(long at, int servers) {
	}

	private static final class Counted {

		private final Deque<Restarts> restarts = new ArrayDeque<>();

		private int sum;

		private void add(Restarts more) {
			this.restarts.add(more);
			this.sum += more.servers();
		}

		private void forgetUntil(long time) {
			while (!this.restarts.isEmpty() && this.restarts.getFirst().at() - time <= 0) {
				this.sum -= this.restarts.removeFirst().servers();
			}
		}

	}

}
