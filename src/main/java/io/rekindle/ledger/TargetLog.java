package io.rekindle.ledger;

import java.util.List;
import java.util.function.Function;

import io.rekindle.command.CloudError;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Changes the states of targets, and writes the outcomes that follow from them, in one
 * statement: there is no state without its outcome.
 */
@Component
public class TargetLog {

	private final JdbcClient jdbc;

	private final Signals signals;

	TargetLog(JdbcClient jdbc, Signals signals) {
		this.jdbc = jdbc;
		this.signals = signals;
	}

	/**
	 * Writes changes, within the caller's transaction. A target that is no longer in the
	 * named call was settled by someone else, and is left as it is.
	 */
	public void write(List<TargetChange> changes) {
		this.signals.queued().afterCommit();
		if (changes.stream().anyMatch((each) -> each.change() instanceof Change.Requeued)) {
			this.signals.changed().afterCommit();
		}
		this.signals.recorded().afterCommit();
		this.jdbc
			.sql("""
					with change as (
						select * from unnest(:ids, :calls, :states, :delays, :asides, :unsent, :putOffs, :packs, :jobIds, :requestIds,
							:reasons, :statuses, :codes, :messages, :letters)
						as c (id, call_id, state, delay, aside, unsent, put_off, pack, job_id, request_id,
							reason, http_status, error_code, error_message, letter_due)
					), changed as (
						update target t set state = c.state, pack = c.pack,
							due_at = case when c.aside then 'infinity'
								when c.delay > 0 then clock_timestamp() + make_interval(secs => c.delay) end,
							attempts = t.attempts - c.unsent, put_off = t.put_off + c.put_off,
							call_id = case when c.state = 'QUEUED' then null else t.call_id end,
							reason = c.reason, error_code = c.error_code, error_message = c.error_message,
							letter_due = c.letter_due
						from change c
						where t.id = c.id and t.state in ('QUEUED', 'SENDING') and t.call_id is not distinct from c.call_id
						returning t.id, t.command, t.resource_id, t.state, t.call_id, t.attempts, c.job_id, c.request_id,
							c.reason, c.http_status, c.error_code, c.error_message
					)
					insert into outcome (kind, command, command_id, traceparent, resource_ids, job_id, request_id, attempt,
						reason, http_status, error_code, error_message)
					select case t.state when 'SUBMITTED' then 'JobSubmitted' else 'JobFailed' end, t.command,
						command.command_id, command.traceparent, array_agg(t.resource_id order by t.id), t.job_id, t.request_id,
						t.attempts, t.reason, t.http_status, t.error_code, t.error_message
					from changed t join command on command.id = t.command
					where t.state in ('SUBMITTED', 'FAILED')
					group by t.command, command.command_id, command.traceparent, t.state, t.call_id, t.attempts, t.job_id,
						t.request_id, t.reason, t.http_status, t.error_code, t.error_message
					order by min(t.id)""")
			.param("ids", SqlArrays.bigints(changes, TargetChange::targetId))
			.param("calls", SqlArrays.bigints(changes, TargetChange::callId))
			.param("states", SqlArrays.texts(changes, (each) -> state(each.change())))
			.param("delays", SqlArrays.doubles(changes, (each) -> delay(each.change())))
			.param("asides",
					SqlArrays.booleans(changes,
							(each) -> each.change() instanceof Change.Requeued requeued && requeued.aside()))
			.param("unsent",
					SqlArrays.ints(changes,
							(each) -> (each.change() instanceof Change.Requeued requeued && !requeued.left()) ? 1 : 0))
			.param("putOffs",
					SqlArrays.ints(changes,
							(each) -> (each.change() instanceof Change.Requeued requeued && requeued.putOff()) ? 1 : 0))
			.param("packs",
					SqlArrays.bigints(changes,
							(each) -> (each.change() instanceof Change.Requeued requeued) ? requeued.pack() : null))
			.param("jobIds",
					SqlArrays.texts(changes,
							(each) -> (each.change() instanceof Change.Submitted submitted) ? submitted.jobId() : null))
			.param("requestIds", SqlArrays.texts(changes, (each) -> requestId(each.change())))
			.param("reasons",
					SqlArrays.texts(changes,
							(each) -> (each.change() instanceof Change.Failed failed) ? failed.reason().name() : null))
			.param("statuses", SqlArrays.ints(changes, (each) -> error(each.change(), CloudError::httpStatus)))
			.param("codes", SqlArrays.texts(changes, (each) -> error(each.change(), CloudError::code)))
			.param("messages", SqlArrays.texts(changes, (each) -> error(each.change(), CloudError::message)))
			.param("letters",
					SqlArrays.booleans(changes,
							(each) -> each.change() instanceof Change.Failed failed && failed.reason().deadLettered()))
			.update();
	}

	private static String state(Change change) {
		return switch (change) {
			case Change.Submitted submitted -> "SUBMITTED";
			case Change.Failed failed -> "FAILED";
			case Change.Requeued requeued -> "QUEUED";
		};
	}

	private static double delay(Change change) {
		return (change instanceof Change.Requeued requeued) ? requeued.delay().toMillis() / 1e3 : 0;
	}

	private static @Nullable String requestId(Change change) {
		return (change instanceof Change.Submitted submitted) ? submitted.requestId()
				: error(change, CloudError::requestId);
	}

	private static <T> @Nullable T error(Change change, Function<CloudError, @Nullable T> field) {
		return (change instanceof Change.Failed failed && failed.error() != null) ? field.apply(failed.error()) : null;
	}

}
