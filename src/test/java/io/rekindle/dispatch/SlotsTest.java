package io.rekindle.dispatch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.rekindle.command.Lane;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SlotsTest {

	private static final int MOST = 64;

	private static final Lane REMUX = new Lane(Service.MPC_REMUX, "r1", "p1", null);

	private final Slots slots = new Slots(MOST);

	@Test
	void leavesOneShareFree() {
		assertThat(free(this.slots, lane(0), List.of(lane(0)))).isEqualTo(MOST / 2);
		takeAll(lane(0), List.of(lane(0)));
		assertThat(free(this.slots, lane(0), List.of(lane(0)))).isZero();
		assertThat(free(this.slots, lane(1), List.of(lane(0), lane(1)))).isPositive();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5, 10, 21 })
	void sharesEvenlyAmongLanesWithWork(int count) {
		List<Lane> ready = lanes(count);
		for (Lane lane : ready) {
			assertThat(takeAll(lane, ready)).isEqualTo(MOST / (count + 1));
		}
		assertThat(free(this.slots, lane(count), List.of(lane(count)))).isPositive();
	}

	@Test
	void findsSlotForNewcomerThoughSixLanesHangThatCameBeforeIt() {
		for (int i = 0; i < 6; i++) {
			assertThat(takeAll(lane(i), List.of(lane(i)))).as("lane %d", i).isPositive();
		}
		assertThat(free(this.slots, lane(6), List.of(lane(6)))).isPositive();
	}

	@Test
	void keepsServicesApart() {
		lanes(100).forEach((lane) -> takeAll(lane, lanes(100)));
		assertThat(free(this.slots, lane(0), lanes(100))).isZero();
		assertThat(free(this.slots, REMUX, List.of(REMUX))).isEqualTo(MOST / 2);
	}

	@Test
	void givesSlotBack() {
		int taken = takeAll(lane(0), List.of(lane(0)));
		this.slots.giveBack(lane(0));
		assertThat(free(this.slots, lane(0), List.of(lane(0)))).isEqualTo(1);
		IntStream.range(1, taken).forEach((i) -> this.slots.giveBack(lane(0)));
		assertThat(free(this.slots, lane(0), List.of(lane(0)))).isEqualTo(taken);
		this.slots.giveBack(lane(0));
		assertThat(free(this.slots, lane(0), List.of(lane(0)))).as("nothing was taken").isEqualTo(taken);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 64 })
	void neverGoesOverTheMostOfService(int most) {
		Slots few = new Slots(most);
		Random random = new Random(most);
		List<Lane> taken = new ArrayList<>();
		for (int i = 0; i < 5_000; i++) {
			Lane lane = lane(random.nextInt(100));
			if (random.nextInt(3) > 0) {
				int free = free(few, lane, lanes(random.nextInt(100)));
				IntStream.range(0, free).forEach((_) -> few.take(lane));
				taken.addAll(Collections.nCopies(free, lane));
			}
			else if (!taken.isEmpty()) {
				few.giveBack(taken.remove(random.nextInt(taken.size())));
			}
			assertThat(taken).hasSizeLessThanOrEqualTo(most);
		}
		taken.forEach(few::giveBack);
		assertThat(free(few, lane(0), List.of(lane(0)))).isEqualTo(Math.max(1, most / 2));
	}

	@Test
	void promisesNoSlotTwiceToLanesThatAreClaimedTogether() {
		List<Lane> ready = lanes(100);
		Map<Lane, Integer> free = this.slots.free(ready, this.slots.busy(ready));
		assertThat(free).hasSize(MOST).allSatisfy((_, calls) -> assertThat(calls).isOne());
	}

	@Test
	void waitsUntilNoCallIsInFlight() throws Exception {
		this.slots.take(lane(0));
		this.slots.awaitNone(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<?> waiting = threads.submit(() -> {
				this.slots.awaitNone(60_000);
				return null;
			});
			assertThat(waiting.isDone()).isFalse();
			this.slots.giveBack(lane(0));
			waiting.get();
		}
	}

	private int takeAll(Lane lane, List<Lane> ready) {
		int taken = 0;
		for (int free = free(this.slots, lane, ready); free > 0; free = free(this.slots, lane, ready)) {
			for (int i = 0; i < free; i++) {
				this.slots.take(lane);
			}
			taken += free;
		}
		return taken;
	}

	private static int free(Slots slots, Lane lane, List<Lane> ready) {
		return slots.free(List.of(lane), slots.busy(ready)).getOrDefault(lane, 0);
	}

	private static Lane lane(int number) {
		return new Lane(Service.ECS, "r1", "p" + number, RestartType.SOFT);
	}

	private static List<Lane> lanes(int count) {
		return IntStream.range(0, count).mapToObj(SlotsTest::lane).toList();
	}

}
