package io.rekindle.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import io.rekindle.command.Lane;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharesTest {

	private static final int LOW = 0;

	private static final int NORMAL = 1;

	private static final int HIGH = 2;

	private static final Lane SOFT = new Lane(Service.ECS, "r1", "p1", RestartType.SOFT);

	private static final Lane HARD = new Lane(Service.ECS, "r1", "p1", RestartType.HARD);

	private static final Lane SINGLE = new Lane(Service.ECS_SINGLE, "r1", "p1", RestartType.SOFT);

	private final Map<Lane, NavigableMap<Integer, Integer>> waiting = new HashMap<>();

	@Test
	void givesHighPriorityAllThatItWants() {
		wait(SOFT, NORMAL, 1_000);
		wait(HARD, HIGH, 30);
		wait(HARD, LOW, 500);
		assertThat(shares(List.of(SOFT, HARD), 100)).isEqualTo(Map.of(SOFT, 70, HARD, 30));
		assertThat(shares(List.of(SOFT, HARD), 30)).isEqualTo(Map.of(HARD, 30));
	}

	@Test
	void dividesEvenlyAmongLanesOfOnePriority() {
		wait(SOFT, NORMAL, 1_000);
		wait(HARD, NORMAL, 1_000);
		wait(SINGLE, NORMAL, 1_000);
		assertThat(shares(List.of(SOFT, HARD, SINGLE), 90)).isEqualTo(Map.of(SOFT, 30, HARD, 30, SINGLE, 30));
		assertThat(shares(List.of(HARD, SOFT, SINGLE), 1)).as("whose turn it is").isEqualTo(Map.of(HARD, 1));
	}

	@Test
	void letsShortQueueGoWithTheNextPermits() {
		wait(SOFT, NORMAL, 1_000);
		wait(HARD, NORMAL, 1);
		assertThat(shares(List.of(SOFT, HARD), 100)).isEqualTo(Map.of(SOFT, 99, HARD, 1));
	}

	@Test
	void leavesNoPermitUnusedThatAnyLaneCanUse() {
		Random random = new Random(7);
		for (int round = 0; round < 1_000; round++) {
			this.waiting.clear();
			List<Lane> lanes = List.of(SOFT, HARD, SINGLE);
			Map<Lane, Integer> room = new HashMap<>();
			int usable = 0;
			for (Lane lane : lanes) {
				int all = 0;
				for (int priority = LOW; priority <= HIGH; priority++) {
					int count = random.nextInt(50);
					all += count;
					wait(lane, priority, count);
				}
				room.put(lane, random.nextInt(120));
				usable += Math.min(all, room.get(lane));
			}
			int free = random.nextInt(300);
			Map<Lane, Integer> shares = Shares.of(lanes, this.waiting, room, free);
			assertThat(shares.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(Math.min(free, usable));
			assertThat(shares).allSatisfy((lane, share) -> assertThat(share).isBetween(1, room.get(lane)));
		}
	}

	private Map<Lane, Integer> shares(List<Lane> lanes, int free) {
		Map<Lane, Integer> room = new HashMap<>();
		lanes.forEach((lane) -> room.put(lane, 1_000));
		return Shares.of(lanes, this.waiting, room, free);
	}

	private void wait(Lane lane, int priority, int targets) {
		this.waiting.computeIfAbsent(lane, (key) -> new TreeMap<>()).put(priority, targets);
	}

}
