package io.rekindle.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.rekindle.command.CloudError;
import io.rekindle.ledger.CallPlan;
import io.rekindle.ledger.QueuedTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.rekindle.dispatch.Queued.plan;
import static io.rekindle.dispatch.Queued.target;
import static org.assertj.core.api.Assertions.assertThat;

class NarrowingTest {

	@Test
	void knowsWhenServerStandsAlone() {
		assertThat(Narrowing.of(plan(target(1, "a")), says(null)).alone()).isTrue();
		assertThat(Narrowing.of(plan(target(1, "a"), target(2, "a")), says(null)).alone())
			.as("two commands ask for one server")
			.isTrue();
		assertThat(Narrowing.of(plan(target(1, "a"), target(2, "b")), says(null)).alone()).isFalse();
	}

	@Test
	void halvesBatchWhoseMessageNamesNobody() {
		CallPlan five = plan(target(11, "srv-a"), target(12, "srv-b"), target(13, "srv-c"), target(14, "srv-d"),
				target(15, "srv-e"));
		assertThat(packs(five, "something is wrong")).containsExactly(11L, 11L, 11L, 14L, 14L);
		assertThat(packs(five, null)).containsExactly(11L, 11L, 11L, 14L, 14L);
		assertThat(packs(plan(target(11, "a"), target(12, "b")), null)).containsExactly(11L, 12L);
	}

	@Test
	void keepsThoseTogetherThatAskForOneServer() {
		assertThat(
				packs(plan(target(11, "a"), target(15, "a"), target(12, "b"), target(13, "c"), target(10, "c")), null))
			.containsExactly(11L, 11L, 11L, 10L, 10L);
	}

	@Test
	void setsNamedServerApart() {
		CallPlan first = plan(target(11, "srv-a"), target(12, "srv-b"), target(13, "srv-c"), target(14, "srv-b"));
		assertThat(packs(first, "ECS srv-b is locked")).containsExactly(null, 12L, null, 12L);
		assertThat(packs(first, "srv-c and srv-a are locked")).containsExactly(11L, null, 13L, null);
		assertThat(packs(first, "all of srv-a, srv-b, srv-c")).containsExactly(11L, 12L, 13L, 12L);
	}

	@Test
	void setsNamedServerApartFromPackThatIsNamedAfterIt() {
		CallPlan half = plan(target(11, "srv-a", 11L), target(12, "srv-b", 11L), target(13, "srv-c", 11L));
		assertThat(packs(half, "srv-a is locked")).containsExactly(11L, 12L, 12L);
		assertThat(packs(half, "srv-b is locked")).containsExactly(11L, 12L, 11L);
	}

	/** However the cloud words its refusals, naming the bad server or not. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 100 })
	void leavesTheBadOnesAloneAndSendsAllOthers(int bad) {
		Random random = new Random(bad);
		for (int round = 0; round < 50; round++) {
			Set<String> badOnes = new TreeSet<>();
			while (badOnes.size() < bad) {
				badOnes.add(server(random.nextInt(100)));
			}
			List<QueuedTarget> batch = IntStream.range(0, 100).mapToObj((i) -> target(i + 1, server(i))).toList();
			Run run = new Run(badOnes, random);
			run.to(batch);
			assertThat(run.refused).as("those that stand alone").isEqualTo(badOnes);
			assertThat(run.sent).hasSize(100 - bad).doesNotContainAnyElementsOf(badOnes);
			assertThat(run.calls).as("calls").isLessThan(2 * 100 + 1);
		}
	}

	private static CloudError says(@Nullable String message) {
		return new CloudError(400, "Ecs.0005", message, null);
	}

	private static List<@Nullable Long> packs(CallPlan plan, @Nullable String message) {
		Narrowing narrowing = Narrowing.of(plan, says(message));
		List<@Nullable Long> packs = new ArrayList<>();
		plan.targets().forEach((target) -> packs.add(narrowing.packOf(target)));
		return packs;
	}

	private static String server(int number) {
		return "server-%03d".formatted(number);
	}

	/** Sends calls to a cloud that refuses any with a bad server in it. */
	private static final class Run {

		final Set<String> sent = new HashSet<>();

		final Set<String> refused = new TreeSet<>();

		int calls;

		private final Set<String> bad;

		private final Random random;

		Run(Set<String> bad, Random random) {
			this.bad = bad;
			this.random = random;
		}

		void to(List<QueuedTarget> queue) {
			Deque<List<QueuedTarget>> open = new ArrayDeque<>(Packing.pack(queue, 100, 1_000, 1_000));
			while (!open.isEmpty() && this.calls < 1_000) {
				CallPlan plan = new CallPlan(open.removeFirst(), null);
				this.calls++;
				List<String> spoilt = plan.resourceIds().stream().filter(this.bad::contains).toList();
				if (spoilt.isEmpty()) {
					this.sent.addAll(plan.resourceIds());
					continue;
				}
				Narrowing narrowing = Narrowing.of(plan, says(this.random.nextBoolean() ? spoilt.getFirst() : null));
				if (narrowing.alone()) {
					this.refused.addAll(plan.resourceIds());
					continue;
				}
				open.addAll(Packing.pack(requeued(plan, narrowing), 100, 1_000, 1_000));
			}
		}

		private static List<QueuedTarget> requeued(CallPlan plan, Narrowing narrowing) {
			return plan.targets()
				.stream()
				.map((target) -> target(target.id(), target.resourceId(), narrowing.packOf(target)))
				.toList();
		}

	}

}
