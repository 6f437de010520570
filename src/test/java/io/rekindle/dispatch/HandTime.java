package io.rekindle.dispatch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.rekindle.parts.Parts;

/**
 * Time that only a test moves, the same for the JVM and for a database. In there a
 * sequence keeps it, which all sessions see at once and no rollback sets back, and a
 * function of the test's own stands before PostgreSQL's {@code clock_timestamp()}.
 */
final class HandTime implements InstantSource, AutoCloseable {

	/**
	 * Where an unqualified {@code clock_timestamp()} is looked up. PostgreSQL's own would
	 * be first if its schema were not named.
	 */
	static final String SEARCH_PATH = "public,hand,pg_catalog";

	private static final Instant START = Instant.parse("2026-07-01T12:00:00Z");

	private final Connection connection;

	private final PreparedStatement set;

	private volatile Duration now = Duration.ZERO;

	/** For this database, whose other sessions have the search path. */
	HandTime(String jdbcUrl) throws SQLException {
		this.connection = DriverManager.getConnection(jdbcUrl, Parts.USER, Parts.PASSWORD);
		try (var statement = this.connection.createStatement()) {
			statement.execute("""
					create schema hand;
					create unlogged sequence hand.time;
					create function hand.clock_timestamp() returns timestamptz language sql volatile as $$
						select timestamptz '%s' + pg_sequence_last_value('hand.time') * interval '1 microsecond' $$"""
				.formatted(START));
		}
		this.set = this.connection.prepareStatement("select setval('hand.time', ?)");
		set(Duration.ZERO);
	}

	/** Since the start of the run. */
	Duration now() {
		return this.now;
	}

	long nanos() {
		return this.now.toNanos();
	}

	@Override
	public Instant instant() {
		return START.plus(this.now);
	}

	/** Sets it everywhere; back only to start a new run. */
	void set(Duration time) {
		this.now = time;
		try {
			// A sequence begins with 1.
			this.set.setLong(1, 1 + time.toNanos() / 1_000);
			this.set.execute();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
