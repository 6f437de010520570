package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Everything that the cloud received, in the order of arrival, since the gateway decides
 * one request at a time. A call stands here before its answer leaves, a hanging one too.
 */
public final class Journal {

	private final boolean keepMessages;

	private final List<ReceivedCall> calls = new ArrayList<>();

	private long received;

	private long restarted;

	Journal(boolean keepMessages) {
		this.keepMessages = keepMessages;
	}

	synchronized void add(CloudRequest request, long nanos, Instant at, Duration delay, @Nullable Integer status,
			@Nullable Fault fault, List<String> carriedOut) {
		CloudRequest kept = this.keepMessages ? request : request.withoutMessage();
		this.calls.add(new ReceivedCall(++this.received, kept, nanos, at, delay, status, fault, carriedOut));
		this.restarted += carriedOut.size();
	}

	public synchronized List<ReceivedCall> calls() {
		return List.copyOf(this.calls);
	}

	public List<ReceivedCall> calls(CallKind kind) {
		return calls().stream().filter((call) -> call.kind() == kind).toList();
	}

	/** How often each server was really restarted, and each task really retried. */
	public Map<String, Integer> restarts() {
		Map<String, Integer> restarts = new HashMap<>();
		calls().forEach((call) -> call.carriedOut().forEach((id) -> restarts.merge(id, 1, Integer::sum)));
		return restarts;
	}

	/** The calls that really restarted this server, or retried this task. */
	public List<ReceivedCall> restartsOf(String id) {
		return calls().stream().filter((call) -> call.carriedOut().contains(id)).toList();
	}

	/** How many restarts and retries were carried out; quick, for waiting on it. */
	public synchronized long restarted() {
		return this.restarted;
	}

	/**
	 * The most ECSs of this project, in one region, that were really restarted within any
	 * window of this length, its end excluded.
	 */
	public int maxRestartsInAnyWindow(String project, Duration window) {
		return ecsRestarts(project).map(ReceivedCall::region)
			.distinct()
			.mapToInt((region) -> maxRestartsInAnyWindow(region, project, window))
			.max()
			.orElse(0);
	}

	/** The same for one region. */
	public int maxRestartsInAnyWindow(String region, String project, Duration window) {
		Deque<ReceivedCall> within = new ArrayDeque<>();
		int sum = 0;
		int most = 0;
		List<ReceivedCall> inOrder = ecsRestarts(project).filter((call) -> call.region().equals(region)).toList();
		for (ReceivedCall call : inOrder) {
			within.add(call);
			sum += call.carriedOut().size();
			while (call.arrivedNanos() - within.getFirst().arrivedNanos() >= window.toNanos()) {
				sum -= within.removeFirst().carriedOut().size();
			}
			most = Math.max(most, sum);
		}
		return most;
	}

	private Stream<ReceivedCall> ecsRestarts(String project) {
		return calls().stream()
			.filter((call) -> call.wasCarriedOut() && call.kind().countsForEcsLimit()
					&& call.project().equals(project));
	}

	/** Forgets all calls; the numbers go on. */
	public synchronized void clear() {
		this.calls.clear();
		this.restarted = 0;
	}

}
