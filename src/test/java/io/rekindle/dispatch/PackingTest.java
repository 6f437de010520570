package io.rekindle.dispatch;

import java.util.List;
import java.util.stream.IntStream;

import io.rekindle.ledger.QueuedTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.rekindle.dispatch.Queued.target;
import static org.assertj.core.api.Assertions.assertThat;

class PackingTest {

	private static final int MANY = 1_000;

	@Test
	void formsNoCallOfNothing() {
		assertThat(pack(List.of(), MANY, MANY, MANY)).isEmpty();
	}

	@Test
	void sendsLoneTargetAtOnce() {
		assertThat(pack(List.of(target(1, "a")), 100, MANY, MANY)).containsExactly(List.of(1L));
	}

	@Test
	void fillsCallsInTheOrderOfTheQueue() {
		assertThat(pack(servers(5), 2, MANY, MANY)).containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
		assertThat(pack(List.of(target(9, "b"), target(3, "a")), 2, MANY, MANY)).containsExactly(List.of(9L, 3L));
	}

	@ParameterizedTest
	@CsvSource({ "0, 10, 0, 0", "1, 10, 1, 1", "3, 10, 2, 3", "4, 10, 2, 4", "10, 10, 5, 10", "100, 10, 5, 10",
			"100, 3, 3, 6", "100, 1, 1, 2", "5, 3, 3, 5" })
	void leavesWhatIsOverInTheQueue(int maxServers, int maxCalls, int expectedCalls, int expectedServers) {
		List<List<Long>> calls = pack(servers(10), 2, maxServers, maxCalls);
		assertThat(calls).hasSize(expectedCalls);
		assertThat(calls.stream().flatMap(List::stream))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, expectedServers).mapToObj((i) -> (long) i).toList());
	}

	@Test
	void callsServerOnceForAllThatAskForIt() {
		List<QueuedTarget> queue = List.of(target(1, "a"), target(2, "b"), target(3, "a"), target(4, "c"),
				target(5, "a"));
		assertThat(pack(queue, 2, MANY, MANY)).containsExactly(List.of(1L, 3L, 5L, 2L), List.of(4L));
		assertThat(pack(queue, 2, 1, MANY)).as("one permit is enough for all of them")
			.containsExactly(List.of(1L, 3L, 5L));
	}

	@Test
	void keepsPacksApart() {
		List<QueuedTarget> queue = List.of(target(1, "a", 1L), target(2, "b", 1L), target(3, "c", 3L), target(4, "d"),
				target(5, "e", 1L), target(6, "f", 3L), target(7, "g"));
		assertThat(pack(queue, 10, MANY, MANY)).containsExactly(List.of(1L, 2L, 5L), List.of(3L, 6L), List.of(4L, 7L));
		assertThat(pack(queue, 2, MANY, MANY)).containsExactly(List.of(1L, 2L), List.of(3L, 6L), List.of(4L, 7L),
				List.of(5L));
	}

	@Test
	void fillsOpenCallsWhereNoMoreMayBeOpened() {
		List<QueuedTarget> queue = List.of(target(1, "a", 1L), target(2, "b", 2L), target(3, "c", 1L),
				target(4, "d", 3L), target(5, "e", 2L));
		assertThat(pack(queue, 2, MANY, 2)).containsExactly(List.of(1L, 3L), List.of(2L, 5L));
	}

	private static List<QueuedTarget> servers(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> target(i, "server-" + i)).toList();
	}

	private static List<List<Long>> pack(List<QueuedTarget> queue, int maxBatch, int maxServers, int maxCalls) {
		return Packing.pack(queue, maxBatch, maxServers, maxCalls)
			.stream()
			.map((call) -> call.stream().map(QueuedTarget::id).toList())
			.toList();
	}

}
