package io.rekindle.dispatch;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a claim costs in a long queue, by PostgreSQL's own {@code EXPLAIN} of the
 * statements as they are executed. {@code ClaimBench} measures its time.
 */
class ClaimPlanIT {

	/** After so many executions PostgreSQL has settled for a generic plan. */
	private static final int WARM_UP = 15;

	private static final Pattern SCAN = Pattern
		.compile("(Seq|Bitmap Heap|Bitmap Index) Scan on (target|command|call|outcome)\\b");

	private static final Pattern ROWS = Pattern
		.compile("Scan using target_\\w+ on target.*actual rows=(\\d+)[.\\d]* loops=1\\)");

	@Test
	void costsTheSameInLongQueueAsInShortOne() {
		try (ClaimCost shortQueue = ClaimCost.explained("short_queue", 1_000);
				ClaimCost longQueue = ClaimCost.explained("long_queue", 100_000)) {
			for (int i = 0; i < WARM_UP; i++) {
				assertThat(longQueue.claim()).hasSize(1);
				assertThat(shortQueue.claim()).hasSize(1);
				shortQueue.queue(100);
			}
			List<String> plans = longQueue.plans();
			assertThat(plans).as("look, turns, permits, head of the queue, twins, grant, call, states")
				.hasSizeGreaterThanOrEqualTo(8)
				.allSatisfy((plan) -> assertThat(plan).doesNotContainPattern(SCAN))
				.allSatisfy((plan) -> assertThat(rows(plan)).as(plan).isLessThanOrEqualTo(100));
			assertThat(pages(plans)).as("no more than another level of the trees")
				.isLessThan(2 * pages(shortQueue.plans()));
		}
	}

	/** The most that any scan of targets has read. */
	private static long rows(String plan) {
		return ROWS.matcher(plan).results().mapToLong((found) -> Long.parseLong(found.group(1))).max().orElse(0);
	}

	private static long pages(List<String> plans) {
		return plans.stream().mapToLong(ClaimCost::pages).sum();
	}

}
