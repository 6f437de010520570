package io.rekindle.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.rekindle.cloud.Cloud;
import io.rekindle.command.QuotaScope;
import io.rekindle.ledger.LaneQueue;
import io.rekindle.ledger.LaneQueues;
import io.rekindle.quota.GrantLog;
import io.rekindle.quota.HeldPermits;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells operators how the quota scopes stand, and when the last queued server will go.
 */
@Component
public class QuotaOutlook {

	private final TransactionTemplate snapshot;

	private final LaneQueues queues;

	private final GrantLog grants;

	private final Cloud cloud;

	QuotaOutlook(PlatformTransactionManager transactions, LaneQueues queues, GrantLog grants, Cloud cloud) {
		// What a claim moves from the queue to the grants must not be seen in both.
		this.snapshot = new TransactionTemplate(transactions);
		this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		this.snapshot.setReadOnly(true);
		this.queues = queues;
		this.grants = grants;
		this.cloud = cloud;
	}

	/**
	 * Lists scopes by region and project. One is listed from its first accepted command
	 * on, whether or not anything was ever sent. It is exact, and costs the database
	 * about a third of a second for each million queued servers of the listed scopes:
	 * fine for people who refresh a page, too much for something that asks many times a
	 * second.
	 * @param after the last scope of the page before, which need not be there; null for
	 * the first page
	 * @param most no more are listed
	 */
	public List<ScopeOutlook> list(@Nullable QuotaScope after, int most) {
		return this.snapshot.execute((_) -> {
			Map<QuotaScope, List<LaneQueue>> scopes = this.queues.ofScopes(after, most)
				.stream()
				.collect(Collectors.groupingBy((queue) -> queue.lane().quotaScope().orElseThrow(), LinkedHashMap::new,
						Collectors.toList()));
			Map<QuotaScope, HeldPermits> held = this.grants.held(scopes.keySet());
			return scopes.entrySet()
				.stream()
				.map((each) -> ScopeOutlook.of(each.getKey(), Objects.requireNonNull(held.get(each.getKey())),
						each.getValue(), this.cloud.services()))
				.toList();
		});
	}

}
