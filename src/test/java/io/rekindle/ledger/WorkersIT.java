package io.rekindle.ledger;

import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.rekindle.parts.Parts;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** On a real database. */
class WorkersIT {

	private final JdbcClient jdbc = JdbcClient.create(database());

	private final Workers workers = new Workers(this.jdbc);

	@Test
	void seesReplicaThatDiedBeforeItsFirstBeatByItsOpenCallsP2() {
		UUID beating = UUID.randomUUID();
		UUID dead = UUID.randomUUID();
		this.workers.beat(beating);
		call(beating);
		call(dead);
		assertThat(this.workers.seen()).containsOnlyKeys(beating, dead).isEqualTo(this.workers.seen());

		this.workers.forget(List.of(dead));
		assertThat(this.workers.seen()).as("its call is still open").containsOnlyKeys(beating, dead);

		this.jdbc.sql("update call set ended_at = clock_timestamp()").update();
		assertThat(this.workers.seen()).containsOnlyKeys(beating);
	}

	private void call(UUID worker) {
		this.jdbc
			.sql("""
					with made as (
						insert into lane (service, region, project_id, restart_type) values ('ECS', 'r', 'p', ?) returning id
					)
					insert into call (lane_id, worker_id) select id, ? from made""")
			.params(worker.toString(), worker)
			.update();
	}

	private static DataSource database() {
		DataSource dataSource = new DriverManagerDataSource(Parts.shared().createDatabase("workers"), Parts.USER,
				Parts.PASSWORD);
		Flyway.configure().dataSource(dataSource).load().migrate();
		return dataSource;
	}

}
