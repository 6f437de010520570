package io.rekindle.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.rekindle.parts.Parts;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database with the service's tables and a time that the test moves. */
final class HandDatabase implements AutoCloseable {

	private final HandTime time;

	private final HikariDataSource pool = new HikariDataSource();

	private final JdbcClient jdbc = JdbcClient.create(this.pool);

	HandDatabase(String name) throws SQLException {
		String jdbcUrl = Parts.shared().createDatabase(name);
		this.time = new HandTime(jdbcUrl);
		this.pool.setJdbcUrl(jdbcUrl);
		this.pool.setUsername(Parts.USER);
		this.pool.setPassword(Parts.PASSWORD);
		this.pool.setMaximumPoolSize(4);
		// Nothing here takes the server down: a commit needs no wait for the disk.
		this.pool.addDataSourceProperty("options",
				"-c search_path=" + HandTime.SEARCH_PATH + " -c synchronous_commit=off");
		Flyway.configure().dataSource(this.pool).load().migrate();
	}

	HandTime time() {
		return this.time;
	}

	/** Reads and writes that are no part of a run: nothing happens between them. */
	JdbcClient jdbc() {
		return this.jdbc;
	}

	/** As new, but for the tables' pages. */
	void clear() {
		this.jdbc.sql("""
				do $$ begin
					execute (select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' restart identity'
						from pg_tables where schemaname = 'public' and tablename <> 'flyway_schema_history');
				end $$""").update();
		this.time.set(Duration.ZERO);
	}

	/** Whether a session waits for what another one has locked. */
	boolean isAnyoneWaiting() {
		return this.jdbc.sql("""
				select exists (select from pg_stat_activity
					where datname = current_database() and wait_event_type = 'Lock')""").query(Boolean.class).single();
	}

	/** Connections on which something may happen between any two statements. */
	DataSource interrupted(Steps steps) {
		return new DelegatingDataSource(this.pool) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
						new Class<?>[] { Connection.class }, (_, method, arguments) -> {
							boolean commits = method.getName().equals("commit");
							if (commits || method.getName().matches("(prepare|create)Statement")) {
								steps.before(commits);
							}
							Object result = invoke(connection, method, arguments);
							if (commits) {
								steps.committed();
							}
							return result;
						});
			}

		};
	}

	private static @Nullable Object invoke(Connection connection, Method method, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	@Override
	public void close() throws SQLException {
		this.pool.close();
		this.time.close();
	}

}
