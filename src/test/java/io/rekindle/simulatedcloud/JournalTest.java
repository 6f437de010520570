package io.rekindle.simulatedcloud;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTest {

	private final Journal journal = new Journal(true);

	@Test
	void findsTheFullestWindowOfOneRegion() {
		restart(this.journal, "north", 0, "a", "b");
		restart(this.journal, "north", 9, "c", "d", "e");
		restart(this.journal, "north", 10, "f");
		restart(this.journal, "south", 10, "g");
		restart(this.journal, "north", 19, "h");
		assertThat(this.journal.maxRestartsInAnyWindow("p", Duration.ofNanos(10))).isEqualTo(5);
		assertThat(this.journal.maxRestartsInAnyWindow("south", "p", Duration.ofNanos(10))).isEqualTo(1);
		assertThat(this.journal.maxRestartsInAnyWindow("north", "p", Duration.ofNanos(11))).isEqualTo(6);
		assertThat(this.journal.maxRestartsInAnyWindow("other", Duration.ofNanos(10))).isZero();
	}

	@Test
	void tellsHowOftenEachServerWasRestarted() {
		restart(this.journal, "", 0, "a", "b");
		restart(this.journal, "", 1, "b");
		assertThat(this.journal.restarts()).isEqualTo(Map.of("a", 1, "b", 2));
		assertThat(this.journal.restartsOf("b")).extracting(ReceivedCall::number).containsExactly(1L, 2L);
		assertThat(this.journal.calls(CallKind.ECS_BATCH_RESTART)).hasSize(2);
		this.journal.clear();
		assertThat(this.journal.calls()).isEmpty();
		assertThat(this.journal.restarted()).isZero();
	}

	@Test
	void keepsMessagesUnlessToldOtherwise() {
		restart(this.journal, "", 0, "a");
		assertThat(this.journal.calls().getFirst().request().bodyText()).isEqualTo("body");
		assertThat(this.journal.calls().getFirst().request().header("x-test")).isEqualTo("yes");
		Journal lean = new Journal(false);
		restart(lean, "", 0, "a");
		assertThat(lean.calls().getFirst().request().bodyText()).isEmpty();
		assertThat(lean.calls().getFirst().request().header("x-test")).isNull();
		assertThat(lean.calls().getFirst().targets()).containsExactly("a");
	}

	@Test
	void holdsMillionRestarts() {
		Journal lean = new Journal(false);
		IntStream.range(0, 1_000_000).forEach((i) -> restart(lean, "", i, "server-" + i));
		assertThat(lean.restarts()).hasSize(1_000_000);
		assertThat(lean.maxRestartsInAnyWindow("p", Duration.ofNanos(1000))).isEqualTo(1000);
	}

	private static void restart(Journal journal, String region, long nanos, String... ids) {
		CloudRequest request = new CloudRequest("r", CallKind.ECS_BATCH_RESTART, region, "p", List.of(ids),
				RestartType.SOFT, "POST", "/", "", Map.of("x-test", "yes"), "body".getBytes(StandardCharsets.UTF_8),
				null);
		journal.add(request, nanos, Instant.EPOCH, Duration.ZERO, 200, null, List.of(ids));
	}

}
