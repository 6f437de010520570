package io.rekindle.quota;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.rekindle.command.QuotaScope;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Keeps the limit over every sliding window (P1) by a log of grants. A grant holds its
 * permits from before its call leaves until a full window after its reply; docs/quota.md
 * says why that is exact. Time is the database's clock. All methods belong in the
 * caller's transaction.
 */
@Component
public class SlidingWindow {

	private final JdbcClient jdbc;

	private final QuotaSettings.Limit limit;

	SlidingWindow(JdbcClient jdbc, QuotaSettings settings) {
		this.jdbc = jdbc;
		this.limit = settings.ecs();
	}

	/**
	 * Looks at scopes without locking them: what it tells may have changed by the next
	 * statement, and only {@link #lock} decides.
	 * @return by scope; one that was never asked for permits is absent, and has all
	 */
	public Map<QuotaScope, Permits> look(Collection<QuotaScope> scopes) {
		List<QuotaScope> wanted = List.copyOf(scopes);
		Map<QuotaScope, Permits> found = new HashMap<>();
		this.jdbc.sql("""
				select s.region, s.project_id, s.id, coalesce(sum(g.permits), 0),
					extract(epoch from min(g.ends_at) - clock_timestamp())
				from unnest(?, ?) as wanted (region, project_id) join quota_scope s using (region, project_id)
					left join quota_grant g on g.scope_id = s.id and g.ends_at > clock_timestamp()
				group by s.id""")
			.param(new SqlArrayValue("text", wanted.stream().map(QuotaScope::region).toArray()))
			.param(new SqlArrayValue("text", wanted.stream().map(QuotaScope::projectId).toArray()))
			.query((row) -> {
				found.put(new QuotaScope(row.getString(1), row.getString(2)), permits(row, 3));
			});
		return found;
	}

	/**
	 * Locks a scope until the transaction ends and adds up what is held. Grants that
	 * ended are deleted on the way.
	 */
	public Permits lock(QuotaScope scope) {
		int id = lockRow(scope);
		this.jdbc.sql("delete from quota_grant where scope_id = ? and ends_at <= clock_timestamp()").param(id).update();
		return this.jdbc.sql("""
				select ?, coalesce(sum(permits), 0), extract(epoch from min(ends_at) - clock_timestamp())
				from quota_grant where scope_id = ? and ends_at > clock_timestamp()""")
			.params(id, id)
			.query((row, number) -> permits(row, 1))
			.single();
	}

	/** From three columns: the scope's id, the sum of its grants and the first end. */
	private Permits permits(ResultSet row, int first) throws SQLException {
		double seconds = row.getDouble(first + 2);
		Duration nextEnd = row.wasNull() ? null : Duration.ofNanos((long) Math.max(0, seconds * 1e9));
		return new Permits(row.getInt(first), Math.max(0, this.limit.limit() - row.getInt(first + 1)), nextEnd);
	}

	/**
	 * Takes permits in a scope that the transaction has locked.
	 * @param servers one grant each, of so many servers
	 * @param longestUnread from now until the cloud has read the calls at the latest,
	 * should nobody be left to say what became of them
	 * @return the grants' ids, in the order of {@code servers}
	 */
	public List<Long> grant(Permits permits, List<Integer> servers, Duration longestUnread) {
		if (servers.stream().mapToInt(Integer::intValue).sum() > permits.free()) {
			throw new IllegalArgumentException("more than the " + permits.free() + " free permits: " + servers);
		}
		return this.jdbc.sql("""
				insert into quota_grant (scope_id, permits, ends_at)
				select ?, permits, clock_timestamp() + make_interval(secs => ?)
				from unnest(?) with ordinality as g (permits, position) order by position
				returning id""")
			.param(permits.scopeId())
			.param(seconds(longestUnread.plus(this.limit.window())))
			.param(new SqlArrayValue("int", servers.toArray()))
			.query(Long.class)
			.list()
			.stream()
			.sorted()
			.toList();
	}

	/**
	 * Says what became of the calls of some grants.
	 */
	public void end(Collection<GrantEnd> ends) {
		List<GrantEnd> kept = ends.stream().filter((end) -> end.held() != null).toList();
		List<Long> returned = ends.stream().filter((end) -> end.held() == null).map(GrantEnd::grantId).toList();
		if (!kept.isEmpty()) {
			this.jdbc.sql("""
					update quota_grant g set ends_at = clock_timestamp() + make_interval(secs => e.seconds)
					from unnest(?, ?) as e (id, seconds) where g.id = e.id""")
				.param(new SqlArrayValue("bigint", kept.stream().map(GrantEnd::grantId).toArray()))
				.param(new SqlArrayValue("float8", kept.stream().map(this::secondsHeld).toArray()))
				.update();
		}
		if (!returned.isEmpty()) {
			this.jdbc.sql("delete from quota_grant where id = any (?)")
				.param(new SqlArrayValue("bigint", returned.toArray()))
				.update();
		}
	}

	private int lockRow(QuotaScope scope) {
		return lockedRow(scope).or(() -> {
			this.jdbc.sql("insert into quota_scope (region, project_id) values (?, ?) on conflict do nothing")
				.params(scope.region(), scope.projectId())
				.update();
			return lockedRow(scope);
		}).orElseThrow();
	}

	private Optional<Integer> lockedRow(QuotaScope scope) {
		return this.jdbc.sql("select id from quota_scope where region = ? and project_id = ? for no key update")
			.params(scope.region(), scope.projectId())
			.query(Integer.class)
			.optional();
	}

	private double secondsHeld(GrantEnd end) {
		Duration held = end.held();
		return seconds(this.limit.window().plus((held != null) ? held : Duration.ZERO));
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	/**
	 * The end of one grant.
	 *
	 * @param held so long from now, and a window, it is still held: negative where the
	 * cloud has certainly read the call by a moment that has passed; null where it
	 * certainly restarted nothing, so that its permits come back at once
	 */
	public record GrantEnd(long grantId, @Nullable Duration held) {

	}

}
