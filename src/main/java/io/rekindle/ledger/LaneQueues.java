package io.rekindle.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.rekindle.command.QuotaScope;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what waits in the lanes that the limit binds, for people to read. The counts are
 * exact, and cost more with a longer queue: dispatch does without them.
 */
@Component
public class LaneQueues {

	private static final List<String> LIMITED = Arrays.stream(Service.values())
		.filter(Service::limited)
		.map(Service::name)
		.toList();

	private final JdbcClient jdbc;

	LaneQueues(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Counts all limited lanes of some quota scopes, also those where nothing waits, in
	 * one statement. It reads one index entry for each server that waits: a third of a
	 * second for a million on two busy cores, and about two where so many came or changed
	 * that autovacuum has yet to see them.
	 * @param after the scope before the first one, by region and project; it need not be
	 * there, and null starts with the first of all
	 * @param most scopes
	 * @return the scopes in order, and each one's lanes together
	 */
	public List<LaneQueue> ofScopes(@Nullable QuotaScope after, int most) {
		return this.jdbc.sql("""
				with scope as (
					select distinct region, project_id from lane
					where service = any (:limited) and (region, project_id) > (:region, :projectId)
					order by region, project_id limit :most
				), retry as materialized (
					select lane_id, max(due_at) as last_due_at from target
					where state = 'QUEUED' and due_at is not null and due_at < 'infinity' group by lane_id
				)
				select lane.service, lane.region, lane.project_id, lane.restart_type, queue.servers, exists (
						select from hold where coalesce(hold.service = lane.service, true)
							and coalesce(hold.region = lane.region, true)
							and coalesce(hold.project_id = lane.project_id, true)),
					lane.blocked_until, retry.last_due_at
				from scope join lane on lane.region = scope.region and lane.project_id = scope.project_id
						and lane.service = any (:limited)
					cross join lateral (
						select count(distinct resource_id) as servers from target
						where lane_id = lane.id and state = 'QUEUED') queue
					left join retry on retry.lane_id = lane.id
				order by lane.region, lane.project_id, lane.id""")
			.param("limited", SqlArrays.texts(LIMITED))
			.param("region", (after != null) ? after.region() : "")
			.param("projectId", (after != null) ? after.projectId() : "")
			.param("most", most)
			.query(LaneQueues::queue)
			.list();
	}

	private static LaneQueue queue(ResultSet row, int number) throws SQLException {
		return new LaneQueue(Lanes.lane(row), row.getLong(5), row.getBoolean(6), instant(row, 7), instant(row, 8));
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		Timestamp time = row.getTimestamp(column);
		return (time != null) ? time.toInstant() : null;
	}

}
