package io.rekindle.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.rekindle.command.Lane;
import io.rekindle.command.Service;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The targets that wait, lane by lane: priority first, then arrival. No query here costs
 * more with a longer queue.
 */
@Component
public class TargetQueue {

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
				select id from ready join open_lane on id = lane_id order by id""")
			.query(Integer.class)
			.list()
			.stream()
			.map(this.lanes::lane)
			.toList();
	}

	/**
	 * What waits at the heads of some lanes.
	 * @param most no more of a lane are counted
	 * @return how many targets, by lane and priority; a lane where nothing waits is
	 * absent
	 */
	public Map<Lane, NavigableMap<Integer, Integer>> waiting(List<Lane> lanes, int most) {
		Map<Lane, NavigableMap<Integer, Integer>> waiting = new HashMap<>();
		this.jdbc.sql("""
				select lane.id, head.priority, count(*) from unnest(?) as lane (id) cross join lateral (
					select priority from target where lane_id = lane.id and state = 'QUEUED' and due_at is null
					order by priority desc, target.id limit ?) head
				group by lane.id, head.priority""")
			.param(SqlArrays.ints(lanes, this.lanes::id))
			.param(most)
			.query((row) -> {
				waiting.computeIfAbsent(this.lanes.lane(row.getInt(1)), (lane) -> new TreeMap<>())
					.put(row.getInt(2), row.getInt(3));
			});
		return waiting;
	}

	/**
	 * Locks the head of a lane's queue for the current transaction, unless the lane is
	 * held; what another replica has locked is passed over.
	 */
	public List<QueuedTarget> lock(Lane lane, int most) {
		return this.jdbc.sql("""
				select id, command, resource_id, attempts, put_off, nullif(greatest(pack, 0), 0),
					extract(epoch from not_after - clock_timestamp())
				from target where lane_id = (select id from open_lane where id = ?)
					and state = 'QUEUED' and due_at is null
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
				select id, command, resource_id, attempts, put_off, nullif(greatest(pack, 0), 0),
					extract(epoch from not_after - clock_timestamp())
				from target where resource_id = any (?) and lane_id = ? and state = 'QUEUED' and id <> all (?)
				order by id for update skip locked""")
			.param(SqlArrays.texts(locked, QueuedTarget::resourceId))
			.param(this.lanes.id(lane))
			.param(SqlArrays.bigints(locked, QueuedTarget::id))
			.query(TargetQueue::target)
			.list();
	}

	/**
	 * Suspects that are set aside are suspected no longer: the bad server was among those
	 * that were tried.
	 */
	public void clearSuspects(List<Long> packs) {
		this.jdbc.sql("""
				update target set pack = -pack
				where pack = any (?) and state = 'QUEUED' and due_at = 'infinity'""")
			.param(SqlArrays.bigints(packs))
			.update();
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
		return new QueuedTarget(row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4), row.getInt(5),
				row.getObject(6, Long.class), Seconds.read(row, 7));
	}

}
