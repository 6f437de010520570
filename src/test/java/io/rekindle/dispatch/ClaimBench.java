package io.rekindle.dispatch;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The time of a claim of 100 servers with 1,000,000 queued, and with 1,000. */
class ClaimBench {

	private static final int LONG = 1_000_000;

	private static final int SHORT = 1_000;

	private static final int CLAIMS = 400;

	private static final int WARM_UP = 100;

	@Test
	void costsTheSameInLongQueueAsInShortOne() {
		try (ClaimCost shortQueue = ClaimCost.timed("short_queue", SHORT);
				ClaimCost longQueue = ClaimCost.timed("long_queue", LONG)) {
			double[] longMillis = new double[CLAIMS];
			double[] shortMillis = new double[CLAIMS];
			for (int i = -WARM_UP; i < CLAIMS; i++) {
				double inLong = millis(longQueue);
				double inShort = millis(shortQueue);
				shortQueue.queue(100);
				if (i >= 0) {
					longMillis[i] = inLong;
					shortMillis[i] = inShort;
				}
			}
			Arrays.sort(longMillis);
			Arrays.sort(shortMillis);
			double ratio = longMillis[CLAIMS / 2] / shortMillis[CLAIMS / 2];
			System.out.printf(
					"A claim of 100 servers, %,d times: median %.2f ms with %,d queued, %.2f ms with %,d: %.2f times (aim: at most 1.3)%n",
					CLAIMS, longMillis[CLAIMS / 2], LONG, shortMillis[CLAIMS / 2], SHORT, ratio);
			assertThat(ratio).isLessThanOrEqualTo(1.3);
		}
	}

	private static double millis(ClaimCost queue) {
		long start = System.nanoTime();
		assertThat(queue.claim()).hasSize(1);
		return (System.nanoTime() - start) / 1e6;
	}

}
