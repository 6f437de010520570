package io.rekindle.endtoend;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import io.rekindle.simulatedcloud.ReceivedCall;

/**
 * The least time from the first to the last of some restarts under the limit, by what a
 * client may know.
 */
final class LeastTime {

	private final List<ReceivedCall> calls;

	private final int limit;

	private final Duration window;

	/** Of calls of one quota scope, in the order of their arrival, all carried out. */
	LeastTime(List<ReceivedCall> calls, int limit, Duration window) {
		this.calls = calls;
		this.limit = limit;
		this.window = window;
	}

	/** What they took. */
	Duration taken() {
		return Duration.ofNanos(this.calls.getLast().arrivedNanos() - this.calls.getFirst().arrivedNanos());
	}

	/** Of a client that knows the moment at which the cloud counts a call. */
	Duration ofWindows() {
		return this.window.multipliedBy((servers() + this.limit - 1) / this.limit - 1);
	}

	/**
	 * Of a client that knows no more than that this moment is between departure and
	 * reply, and so has to keep a call's permits until a window after its reply: the same
	 * calls, in the same order, with the latencies they had, each as soon as there are
	 * permits. Nobody makes these calls in less time: by induction no call can leave
	 * earlier than here, since those before it did not.
	 */
	Duration ofTheseCalls() {
		PriorityQueue<Grant> held = new PriorityQueue<>(Comparator.comparing(Grant::end));
		int free = this.limit;
		Duration now = Duration.ZERO;
		for (ReceivedCall call : this.calls) {
			while (free < servers(call)) {
				Grant ended = held.remove();
				free += ended.permits();
				now = (ended.end().compareTo(now) > 0) ? ended.end() : now;
			}
			free -= servers(call);
			held.add(new Grant(servers(call), now.plus(call.answeredAfter()).plus(this.window)));
		}
		return now;
	}

	/** Of that client, if each of the window's permits met the mean of the latencies. */
	Duration ofMeanLatency() {
		double nanos = this.calls.stream()
			.mapToDouble((call) -> call.answeredAfter().toNanos() * (double) servers(call))
			.sum();
		double rounds = (double) ofWindows().toNanos() / this.window.toNanos();
		return ofWindows().plusNanos(Math.round(rounds * nanos / servers()));
	}

	int calls() {
		return this.calls.size();
	}

	private int servers() {
		return this.calls.stream().mapToInt(LeastTime::servers).sum();
	}

	private static int servers(ReceivedCall call) {
		return call.carriedOut().size();
	}

	private record Grant(int permits, Duration end) {

	}

}
