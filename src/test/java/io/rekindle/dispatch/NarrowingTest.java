package io.rekindle.dispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.rekindle.command.CloudError;
import io.rekindle.ledger.CallPlan;
import io.rekindle.ledger.QueuedTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.rekindle.dispatch.Queued.plan;
import static io.rekindle.dispatch.Queued.refused;
import static io.rekindle.dispatch.Queued.target;
import static org.assertj.core.api.Assertions.assertThat;

class NarrowingTest {

	private static final Narrowing.Place FREE = new Narrowing.Place(null, false);

	@Test
	void knowsWhenServerStandsAlone() {
		assertThat(Narrowing.of(plan(target(1, "a")), says(null)).alone()).isTrue();
		assertThat(Narrowing.of(plan(target(1, "a"), target(2, "a")), says(null)).alone())
			.as("two commands ask for one server")
			.isTrue();
		assertThat(Narrowing.of(plan(target(1, "a"), target(2, "b")), says(null)).alone()).isFalse();
	}

	@Test
	void triesOneHalfWhereMessageNamesNobody() {
		CallPlan five = plan(target(11, "srv-a"), target(12, "srv-b"), target(13, "srv-c"), target(14, "srv-d"),
				target(15, "srv-e"));
		assertThat(places(five, "something is wrong")).containsExactly(tried(11), tried(11), tried(11), aside(11),
				aside(11));
		assertThat(places(five, null)).isEqualTo(places(five, "something is wrong"));
		assertThat(places(plan(target(12, "a"), target(11, "b")), null)).containsExactly(tried(11), aside(11));
	}

	@Test
	void searchesOnInTheSamePack() {
		CallPlan half = plan(refused(11, "a", 7L, 1), refused(12, "b", 7L, 1), refused(13, "c", 7L, 1));
		assertThat(places(half, null)).containsExactly(tried(7), tried(7), aside(7));
	}

	@Test
	void keepsThoseTogetherThatAskForOneServer() {
		CallPlan plan = plan(target(11, "a"), target(15, "a"), target(12, "b"), target(13, "c"), target(10, "c"));
		assertThat(places(plan, null)).containsExactly(tried(10), tried(10), tried(10), aside(10), aside(10));
	}

	@Test
	void setsNamedServerApart() {
		CallPlan first = plan(target(11, "srv-a"), target(12, "srv-b"), target(13, "srv-c"), target(14, "srv-b"));
		assertThat(places(first, "ECS srv-b is locked")).containsExactly(FREE, tried(12), FREE, tried(12));
		assertThat(places(first, "srv-c and srv-a are locked")).containsExactly(tried(11), FREE, tried(13), FREE);
		assertThat(places(first, "all of srv-a, srv-b, srv-c")).containsExactly(tried(11), tried(12), tried(13),
				tried(12));
	}

	@Test
	void endsSearchOnceMessageNamesServer() {
		CallPlan half = plan(refused(11, "srv-a", 11L, 1), refused(12, "srv-b", 11L, 1), refused(13, "srv-c", 11L, 1));
		assertThat(places(half, "srv-a is locked")).containsExactly(tried(11), FREE, FREE);
	}

	@Test
	void triesSmallerPartsWhereOthersAreRefusedAgain() {
		CallPlan others = plan(refused(11, "a", null, 1), refused(12, "b", null, 1), refused(13, "c", null, 3),
				refused(14, "d", null, 1), refused(15, "e", null, 1));
		assertThat(places(others, null)).as("in halves")
			.containsExactly(tried(11), tried(11), tried(13), tried(13), tried(13));
		CallPlan again = plan(refused(11, "a", null, 3), refused(12, "b", null, 3), refused(13, "c", null, 3));
		assertThat(places(again, null)).as("one by one").containsExactly(tried(11), tried(12), tried(13));
	}

	@ParameterizedTest
	@CsvSource({ "100, 9, 1", "1000, 12, 37", "2, 2, 1", "3, 4, 1" })
	void needsFewCallsMoreForOneBadServer(int servers, int calls, int step) {
		for (int bad = 0; bad < servers; bad += step) {
			Search search = new Search(Set.of(server(bad)), servers);
			search.run(false);
			assertThat(search.refused).containsExactly(server(bad));
			assertThat(search.sent).hasSize(servers - 1);
			assertThat(search.calls - 1).as("bad server at %d", bad).isLessThanOrEqualTo(calls);
		}
	}

	/** However the cloud words its refusals, naming the bad server or not. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 50, 99, 100 })
	void leavesTheBadOnesAloneAndSendsAllOthers(int bad) {
		for (int round = 0; round < 20; round++) {
			Random random = new Random(100L * bad + round);
			Set<String> badOnes = new TreeSet<>();
			while (badOnes.size() < bad) {
				badOnes.add(server(random.nextInt(100)));
			}
			Search search = new Search(badOnes, 100);
			search.run(round % 2 == 0);
			assertThat(search.refused).as("those that stand alone").isEqualTo(badOnes);
			assertThat(search.sent).hasSize(100 - bad);
			assertThat(search.calls).as("calls").isLessThanOrEqualTo(250);
		}
	}

	private static CloudError says(@Nullable String message) {
		return new CloudError(400, "Ecs.0005", message, null);
	}

	private static Narrowing.Place tried(long pack) {
		return new Narrowing.Place(pack, false);
	}

	private static Narrowing.Place aside(long pack) {
		return new Narrowing.Place(pack, true);
	}

	private static List<Narrowing.Place> places(CallPlan plan, @Nullable String message) {
		Narrowing narrowing = Narrowing.of(plan, says(message));
		return plan.targets().stream().map(narrowing::placeOf).toList();
	}

	private static String server(int number) {
		return "server-%03d".formatted(number);
	}

	/**
	 * A cloud that refuses any call with a bad server in it, and the ledger's rules for
	 * what is set aside.
	 */
	private static final class Search {

		final Set<String> sent = new HashSet<>();

		final Set<String> refused = new TreeSet<>();

		int calls;

		private final Set<String> bad;

		private final List<QueuedTarget> ready = new ArrayList<>();

		private final List<QueuedTarget> suspects = new ArrayList<>();

		private final List<QueuedTarget> cleared = new ArrayList<>();

		Search(Set<String> bad, int servers) {
			this.bad = bad;
			IntStream.range(0, servers).forEach((i) -> this.ready.add(target(i + 1, server(i))));
		}

		void run(boolean naming) {
			while (!this.ready.isEmpty() && this.calls < 1_000) {
				List<List<QueuedTarget>> packed = Packing.pack(this.ready, 1_000, 1_000, 1_000);
				this.ready.clear();
				packed.forEach((targets) -> call(new CallPlan(targets, null), naming));
				tryNextSuspects();
				endSearches();
			}
		}

		private void call(CallPlan plan, boolean naming) {
			this.calls++;
			List<String> spoilt = plan.resourceIds().stream().filter(this.bad::contains).toList();
			if (spoilt.isEmpty()) {
				this.sent.addAll(plan.resourceIds());
				return;
			}
			Long pack = plan.targets().getFirst().pack();
			List<QueuedTarget> others = this.suspects.stream()
				.filter((each) -> Objects.equals(each.pack(), pack))
				.toList();
			this.suspects.removeAll(others);
			this.cleared.addAll(others);
			Narrowing narrowing = Narrowing.of(plan, says(naming ? spoilt.getFirst() : null));
			if (narrowing.alone()) {
				this.refused.addAll(plan.resourceIds());
				return;
			}
			for (QueuedTarget target : plan.targets()) {
				Narrowing.Place place = narrowing.placeOf(target);
				(place.aside() ? this.suspects : this.ready)
					.add(refused(target.id(), target.resourceId(), place.pack(), target.attempts() + 1));
			}
		}

		private void tryNextSuspects() {
			Map<@Nullable Long, List<QueuedTarget>> packs = this.suspects.stream()
				.collect(Collectors.groupingBy(QueuedTarget::pack));
			packs.forEach((pack, aside) -> {
				if (this.ready.stream().noneMatch((each) -> Objects.equals(each.pack(), pack))) {
					List<QueuedTarget> next = aside.subList(0, (aside.size() + 1) / 2);
					this.suspects.removeAll(next);
					this.ready.addAll(next);
				}
			});
		}

		private void endSearches() {
			List<QueuedTarget> free = this.cleared.stream()
				.filter((each) -> Stream.concat(this.ready.stream(), this.suspects.stream())
					.noneMatch((other) -> Objects.equals(other.pack(), each.pack())))
				.toList();
			this.cleared.removeAll(free);
			free.forEach((each) -> this.ready.add(refused(each.id(), each.resourceId(), null, each.attempts())));
		}

	}

}
