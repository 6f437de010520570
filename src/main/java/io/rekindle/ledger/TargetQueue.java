package io.rekindle.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.rekindle.command.Lane;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The targets that wait, lane by lane: priority first, then arrival. No query here costs
 * more with a longer queue.
 */
@Component
public class TargetQueue {

	/**
	 * So many retries fall due in one statement at the most; the next pass takes the
	 * rest.
	 */
	private static final int DUE_AT_ONCE = 10_000;

	private final JdbcClient jdbc;

	private final Lanes lanes;

	TargetQueue(JdbcClient jdbc, Lanes lanes) {
		this.jdbc = jdbc;
		this.lanes = lanes;
	}

	/**
	 * The lanes with work that may go now: one step along the index a lane, whatever
	 * waits in it.
	 */
	public List<Lane> readyLanes() {
		return this.jdbc.sql("""
				with recursive ready (lane_id) as (
					select min(lane_id) from target where state = 'QUEUED' and due_at is null
					union all
					select (select min(t.lane_id) from target t
						where t.state = 'QUEUED' and t.due_at is null and t.lane_id > ready.lane_id)
					from ready where ready.lane_id is not null
				)
				select lane.id from ready join lane on lane.id = ready.lane_id
				where coalesce(blocked_until <= clock_timestamp(), true)
				order by lane.id""").query(Integer.class).list().stream().map(this.lanes::lane).toList();
	}

	/**
	 * Lets retries go whose time has come.
	 * @return how long until the next one, where another waits
	 */
	public Optional<Duration> release() {
		this.jdbc.sql("""
				update target set due_at = null where id in (
					select id from target where state = 'QUEUED' and due_at <= clock_timestamp()
					order by due_at limit ? for update skip locked)""").param(DUE_AT_ONCE).update();
		return this.jdbc
			.sql("""
					select extract(epoch from least(
						(select min(due_at) from target where state = 'QUEUED' and due_at is not null),
						(select min(blocked_until) from lane where blocked_until > clock_timestamp())) - clock_timestamp())""")
			.query((row, number) -> Optional.ofNullable(seconds(row, 1)))
			.single();
	}

	/**
	 * Locks the head of a lane's queue for the current transaction; what another replica
	 * has locked is passed over.
	 */
	public List<QueuedTarget> lock(Lane lane, int most) {
		return this.jdbc.sql("""
				select id, command, resource_id, put_off, pack, extract(epoch from not_after - clock_timestamp())
				from target where lane_id = ? and state = 'QUEUED' and due_at is null
				order by priority desc, id limit ? for update skip locked""")
			.param(this.lanes.id(lane))
			.param(most)
			.query(TargetQueue::target)
			.list();
	}

	/**
	 * Locks what else waits in the lane, at any place, for the same servers or tasks as
	 * {@code locked}: one call does for all.
	 */
	public List<QueuedTarget> lockTwins(Lane lane, List<QueuedTarget> locked) {
		return this.jdbc.sql("""
				select id, command, resource_id, put_off, pack, extract(epoch from not_after - clock_timestamp())
				from target where resource_id = any (?) and lane_id = ? and state = 'QUEUED' and id <> all (?)
				order by id for update skip locked""")
			.param(SqlArrays.texts(locked, QueuedTarget::resourceId))
			.param(this.lanes.id(lane))
			.param(SqlArrays.bigints(locked, QueuedTarget::id))
			.query(TargetQueue::target)
			.list();
	}

	/**
	 * Lets no call of the lane's quota scope leave for a while, as the cloud has asked.
	 */
	public void block(Lane lane, Duration wait) {
		List<String> services = Arrays.stream(Service.values())
			.filter((service) -> (service == lane.service()) || (service.limited() && lane.service().limited()))
			.map(Service::name)
			.toList();
		this.jdbc.sql("""
				update lane set blocked_until = greatest(blocked_until, clock_timestamp() + make_interval(secs => ?))
				where region = ? and project_id = ? and service = any (?)""")
			.param(wait.toMillis() / 1e3)
			.param(lane.region())
			.param(lane.projectId())
			.param(SqlArrays.texts(services))
			.update();
	}

	private static QueuedTarget target(ResultSet row, int number) throws SQLException {
		return new QueuedTarget(row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4),
				row.getObject(5, Long.class), seconds(row, 6));
	}

	private static @Nullable Duration seconds(ResultSet row, int column) throws SQLException {
		double seconds = row.getDouble(column);
		return row.wasNull() ? null : Duration.ofNanos((long) (seconds * 1e9));
	}

}
