package io.rekindle.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** The running replicas, by what they say themselves. */
@Component
public class Workers {

	private final JdbcClient jdbc;

	Workers(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** Says that this replica lives. */
	public void beat(UUID worker) {
		this.jdbc.sql("""
				insert into worker (id) values (?) on conflict (id) do update set seen_at = clock_timestamp()""")
			.param(worker)
			.update();
	}

	/**
	 * All replicas that have not been forgotten, and when each was last seen. One that
	 * died before it ever said that it lives is seen by its open calls.
	 */
	public Map<UUID, Instant> seen() {
		return this.jdbc.sql("""
				select id, seen_at from worker
				union all
				select worker_id, min(started_at) from call
				where ended_at is null and not exists (select from worker where worker.id = worker_id)
				group by worker_id""")
			.query((row, number) -> Map.entry(row.getObject(1, UUID.class), row.getTimestamp(2).toInstant()))
			.list()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/** Forgets replicas that have died, unless a call of theirs is still open. */
	public void forget(Collection<UUID> workers) {
		this.jdbc.sql("""
				delete from worker where id = any (?)
					and not exists (select from call where worker_id = worker.id and ended_at is null)""")
			.param(new SqlArrayValue("uuid", workers.toArray()))
			.update();
	}

}
