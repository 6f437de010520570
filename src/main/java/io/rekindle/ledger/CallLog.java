package io.rekindle.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import io.rekindle.command.CloudError;
import io.rekindle.command.Lane;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Every call to the cloud: opened before it leaves, ended with its reply. All methods
 * belong in the caller's transaction.
 */
@Component
public class CallLog {

	private final JdbcClient jdbc;

	private final Lanes lanes;

	CallLog(JdbcClient jdbc, Lanes lanes) {
		this.jdbc = jdbc;
		this.lanes = lanes;
	}

	/** Opens calls for targets that the current transaction has locked. */
	public List<OpenCall> open(UUID worker, Lane lane, List<CallPlan> plans) {
		List<Long> ids = this.jdbc.sql("""
				insert into call (lane_id, worker_id, grant_id)
				select ?, ?, grant_id from unnest(?) with ordinality as g (grant_id, position) order by position
				returning id""")
			.param(this.lanes.id(lane))
			.param(worker)
			.param(SqlArrays.bigints(plans, CallPlan::grantId))
			.query(Long.class)
			.list()
			.stream()
			.sorted()
			.toList();
		List<OpenCall> calls = new ArrayList<>();
		List<Long> targets = new ArrayList<>();
		List<Long> callOfTarget = new ArrayList<>();
		for (int i = 0; i < plans.size(); i++) {
			long id = ids.get(i);
			calls.add(new OpenCall(id, lane, plans.get(i)));
			plans.get(i).targets().forEach((target) -> {
				targets.add(target.id());
				callOfTarget.add(id);
			});
		}
		this.jdbc.sql("""
				update target t set state = 'SENDING', due_at = null, call_id = c.call_id, attempts = t.attempts + 1
				from unnest(?, ?) as c (id, call_id) where t.id = c.id""")
			.param(SqlArrays.bigints(targets))
			.param(SqlArrays.bigints(callOfTarget))
			.update();
		return calls;
	}

	/** Writes the replies of calls. What another replica has given up stays as it is. */
	public void end(List<EndedCall> calls) {
		this.jdbc
			.sql("""
					update call set ended_at = clock_timestamp(), reply = c.reply, http_status = c.http_status,
						error_code = c.error_code, error_message = c.error_message, job_id = c.job_id, request_id = c.request_id
					from unnest(?, ?, ?, ?, ?, ?, ?)
						as c (id, reply, http_status, error_code, error_message, job_id, request_id)
					where call.id = c.id and call.ended_at is null""")
			.param(SqlArrays.bigints(calls, EndedCall::id))
			.param(SqlArrays.texts(calls, EndedCall::kind))
			.param(SqlArrays.ints(calls, (call) -> error(call, CloudError::httpStatus)))
			.param(SqlArrays.texts(calls, (call) -> error(call, CloudError::code)))
			.param(SqlArrays.texts(calls, (call) -> error(call, CloudError::message)))
			.param(SqlArrays.texts(calls, EndedCall::jobId))
			.param(SqlArrays.texts(calls, EndedCall::requestId))
			.update();
	}

	/** The calls of some workers that are open and at least so old. */
	public List<Long> open(Collection<UUID> workers, Duration minAge) {
		return this.jdbc.sql("""
				select id from call where worker_id = any (?) and ended_at is null
					and started_at < clock_timestamp() - make_interval(secs => ?)""")
			.param(new SqlArrayValue("uuid", workers.toArray()))
			.param(minAge.toMillis() / 1e3)
			.query(Long.class)
			.list();
	}

	/**
	 * Ends calls whose reply nobody will ever record.
	 * @return the targets that were in those calls
	 */
	public List<LostTarget> lose(List<Long> calls) {
		return this.jdbc.sql("""
				with lost as (
					update call set ended_at = clock_timestamp(), reply = 'LOST'
					where id = any (?) and ended_at is null returning id, grant_id
				)
				select target.id, target.call_id, lost.grant_id from target join lost on target.call_id = lost.id
				where target.state = 'SENDING' order by target.id for update of target""")
			.param(SqlArrays.bigints(calls))
			.query((row, number) -> new LostTarget(row.getLong(1), row.getLong(2), row.getObject(3, Long.class)))
			.list();
	}

	private static <T> @Nullable T error(EndedCall call, Function<CloudError, @Nullable T> field) {
		CloudError error = call.error();
		return (error != null) ? field.apply(error) : null;
	}

	/**
	 * A target whose call was lost.
	 *
	 * @param grantId the permits of that call; null where no limit binds it
	 */
	public record LostTarget(long targetId, long callId, @Nullable Long grantId) {

	}

}
