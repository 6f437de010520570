package io.rekindle.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.rekindle.command.Lane;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The numbers of lanes. They never change, so each is asked for once. */
@Component
class Lanes {

	private final JdbcClient jdbc;

	private final Map<Lane, Integer> ids = new ConcurrentHashMap<>();

	private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();

	Lanes(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	int id(Lane lane) {
		return this.ids.computeIfAbsent(lane, this::find);
	}

	Lane lane(int id) {
		return this.lanes.computeIfAbsent(id, this::find);
	}

	/**
	 * Writes lanes that are new; not within the transaction that needs them, which may
	 * fail.
	 */
	void ensure(Collection<Lane> wanted) {
		wanted.stream().distinct().filter((lane) -> !this.ids.containsKey(lane)).forEach((lane) -> this.jdbc.sql("""
				insert into lane (service, region, project_id, restart_type) values (?, ?, ?, ?)
				on conflict do nothing""").params(columns(lane)).update());
	}

	private int find(Lane lane) {
		return this.jdbc.sql("""
				select id from lane where service = ? and region = ? and project_id = ? and restart_type = ?""")
			.params(columns(lane))
			.query(Integer.class)
			.single();
	}

	private Lane find(int id) {
		return this.jdbc.sql("select service, region, project_id, restart_type from lane where id = ?")
			.param(id)
			.query((row, number) -> lane(row))
			.single();
	}

	/** From a row that begins with service, region, project and restart type. */
	static Lane lane(ResultSet row) throws SQLException {
		return new Lane(Service.valueOf(row.getString(1)), row.getString(2), row.getString(3),
				restartType(row.getString(4)));
	}

	private static Object[] columns(Lane lane) {
		return new Object[] { lane.service().name(), lane.region(), lane.projectId(), restartType(lane) };
	}

	private static String restartType(Lane lane) {
		return (lane.restartType() != null) ? lane.restartType().name() : "";
	}

	private static @Nullable RestartType restartType(String column) {
		return column.isEmpty() ? null : RestartType.valueOf(column);
	}

}
