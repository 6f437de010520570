package io.rekindle.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.rekindle.command.QuotaScope;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Shows the grants to those who want to know, and take none. */
@Component
public class GrantLog {

	private final JdbcClient jdbc;

	private final QuotaSettings.Limit limit;

	GrantLog(JdbcClient jdbc, QuotaSettings settings) {
		this.jdbc = jdbc;
		this.limit = settings.ecs();
	}

	/**
	 * What is held in some scopes, in one statement.
	 * @return by scope, for each one asked for: in one that is not known nothing is held
	 */
	public Map<QuotaScope, HeldPermits> held(Collection<QuotaScope> scopes) {
		List<QuotaScope> wanted = List.copyOf(scopes);
		Map<QuotaScope, List<HeldPermits.Grant>> grants = new HashMap<>();
		Map<QuotaScope, Instant> looked = new HashMap<>();
		// One moment for all rows, where clock_timestamp() would move on.
		this.jdbc.sql("""
				select wanted.region, wanted.project_id, statement_timestamp(), g.permits, g.ends_at
				from unnest(?, ?) as wanted (region, project_id) left join quota_scope s using (region, project_id)
					left join quota_grant g on g.scope_id = s.id and g.ends_at > statement_timestamp()""")
			.param(new SqlArrayValue("text", wanted.stream().map(QuotaScope::region).toArray()))
			.param(new SqlArrayValue("text", wanted.stream().map(QuotaScope::projectId).toArray()))
			.query((row) -> {
				QuotaScope scope = new QuotaScope(row.getString(1), row.getString(2));
				looked.put(scope, row.getTimestamp(3).toInstant());
				List<HeldPermits.Grant> held = grants.computeIfAbsent(scope, (_) -> new ArrayList<>());
				if (row.getTimestamp(5) != null) {
					held.add(new HeldPermits.Grant(row.getInt(4), row.getTimestamp(5).toInstant()));
				}
			});
		Map<QuotaScope, HeldPermits> held = new HashMap<>();
		looked.forEach((scope, now) -> held.put(scope,
				new HeldPermits(now, this.limit.limit(), this.limit.window(), grants.getOrDefault(scope, List.of()))));
		return held;
	}

}
