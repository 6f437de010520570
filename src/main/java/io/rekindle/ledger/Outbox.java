package io.rekindle.ledger;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.rekindle.command.CommandType;
import io.rekindle.command.FailureReason;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The outcomes that are to be published. All methods belong in the caller's transaction,
 * which begins with {@link #lock()}: one replica publishes at a time, else two could
 * publish the events of one command out of order.
 */
@Component
public class Outbox {

	/** Any number that no one else in this database takes an advisory lock on. */
	private static final long LOCK = 0x72656b696e646c65L;

	private final JdbcClient jdbc;

	Outbox(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Takes the right to publish until the transaction ends, if no other replica has it.
	 */
	public boolean lock() {
		return this.jdbc.sql("select pg_try_advisory_xact_lock(?)").param(LOCK).query(Boolean.class).single();
	}

	/** What is to be published next, oldest first. */
	public List<Outcome> next(int most) {
		return this.jdbc
			.sql("""
					select o.id, o.event_id, o.kind, o.invalid_command, o.command_id, o.traceparent, o.resource_ids, o.job_id,
						o.request_id, o.attempt, o.reason, o.error_code, o.error_message, o.http_status, o.recorded_at,
						c.details, lane.service, lane.region, lane.project_id
					from outcome o left join command c on c.id = o.command left join lane on lane.id = c.lane_id
					where o.published_at is null order by o.id limit ?""")
			.param(most)
			.query(Outbox::outcome)
			.list();
	}

	/** The time by the database's clock, which all replicas share. */
	public Instant now() {
		return this.jdbc.sql("select clock_timestamp()")
			.query((row, number) -> row.getTimestamp(1).toInstant())
			.single();
	}

	/** Marks outcomes as published: the broker has acknowledged each. */
	public void published(List<Outcome> outcomes) {
		this.jdbc.sql("update outcome set published_at = clock_timestamp() where id = any (?)")
			.param(SqlArrays.bigints(outcomes, Outcome::id))
			.update();
	}

	private static Outcome outcome(ResultSet row, int number) throws SQLException {
		String invalid = row.getString("invalid_command");
		Outcome.About about;
		List<String> resourceIds;
		if (invalid != null) {
			CommandDocuments.Invalid document = CommandDocuments.invalid(invalid);
			about = new Outcome.About(row.getString("command_id"), document.commandType(), document.requestedBy(),
					document.region(), document.projectId(), document.service(), document.labels(),
					row.getString("traceparent"));
			resourceIds = document.resourceIds();
		}
		else {
			CommandDocuments.Details details = CommandDocuments.details(row.getString("details"));
			String service = row.getString("service");
			CommandType type = service.equals(Service.MPC_REMUX.name()) ? CommandType.RetryRemuxCommand
					: CommandType.RestartCommand;
			about = new Outcome.About(row.getString("command_id"), type.name(), details.requestedBy(),
					row.getString("region"), row.getString("project_id"), service, details.labels(),
					row.getString("traceparent"));
			resourceIds = texts(row.getArray("resource_ids"));
		}
		String reason = row.getString("reason");
		return new Outcome(row.getLong("id"), row.getObject("event_id", UUID.class),
				Outcome.Kind.valueOf(row.getString("kind")), about, resourceIds, row.getString("job_id"),
				row.getString("request_id"), row.getInt("attempt"),
				(reason != null) ? FailureReason.valueOf(reason) : null, row.getString("error_code"),
				row.getString("error_message"), row.getObject("http_status", Integer.class),
				row.getTimestamp("recorded_at").toInstant());
	}

	private static List<String> texts(@Nullable Array array) throws SQLException {
		return (array != null) ? List.of((String[]) array.getArray()) : List.of();
	}

}
