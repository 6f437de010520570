package io.rekindle.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The kill switch. From the moment that a hold is placed, no call of its lanes is claimed
 * by any replica; one that was claimed just before may still leave within the send
 * deadline. Held targets keep their places in the queue, can be cancelled, and expire.
 */
@Component
public class Holds {

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Signals signals;

	Holds(JdbcClient jdbc, TransactionTemplate transaction, Signals signals) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.signals = signals;
	}

	/**
	 * Places a hold.
	 * @param service to be held; null for all, and so are region and project
	 * @param reason why, at least one character
	 */
	public Hold place(@Nullable Service service, @Nullable String region, @Nullable String projectId, String reason) {
		if (reason.isBlank()) {
			throw new IllegalArgumentException("a hold needs a reason");
		}
		return this.jdbc.sql("""
				insert into hold (service, region, project_id, reason) values (?, ?, ?, ?)
				returning id, service, region, project_id, reason, placed_at""")
			.param((service != null) ? service.name() : null)
			.param(region)
			.param(projectId)
			.param(reason)
			.query(Holds::hold)
			.single();
	}

	/**
	 * Lifts a hold: what waited for it goes at once.
	 * @return whether it was there
	 */
	public boolean lift(long id) {
		return this.transaction.execute((status) -> {
			this.signals.queued().afterCommit();
			this.signals.changed().afterCommit();
			return this.jdbc.sql("delete from hold where id = ?").param(id).update() == 1;
		});
	}

	/** All that are in force, the oldest first. */
	public List<Hold> all() {
		return this.jdbc.sql("select id, service, region, project_id, reason, placed_at from hold order by id")
			.query(Holds::hold)
			.list();
	}

	private static Hold hold(ResultSet row, int number) throws SQLException {
		String service = row.getString(2);
		return new Hold(row.getLong(1), (service != null) ? Service.valueOf(service) : null, row.getString(3),
				row.getString(4), row.getString(5), row.getTimestamp(6).toInstant());
	}

}
