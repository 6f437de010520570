package io.rekindle.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.rekindle.parts.Parts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Replicas that wake each other by a real database. */
@ExtendWith(OutputCaptureExtension.class)
class QueueListenerIT {

	private static final String DATABASE = Parts.shared().createDatabase("wakeups");

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final Duration QUIET = Duration.ofMillis(300);

	@Test
	void wakesOthersAndNotItself() throws Exception {
		try (Replica one = new Replica("one"); Replica other = new Replica("other")) {
			one.awaitQuiet();
			other.awaitQuiet();

			one.signals.changed().raise();

			assertThat(other.signals.queued().await(SOON)).isTrue();
			assertThat(one.signals.queued().await(QUIET)).as("by its own, or told on by the other").isFalse();
		}
	}

	@Test
	void tellsOfManyChangesTogether() throws Exception {
		try (Replica one = new Replica("one");
				Connection connection = DriverManager.getConnection(DATABASE, Parts.USER, Parts.PASSWORD);
				Statement statement = connection.createStatement()) {
			statement.execute("listen rekindle_queue");
			PGConnection postgres = connection.unwrap(PGConnection.class);
			one.signals.changed().raise();
			assertThat(postgres.getNotifications((int) SOON.toMillis())).isNotEmpty();
			long start = System.nanoTime();

			int heard = 0;
			while (heard < 10) {
				one.signals.changed().raise();
				heard += postgres.getNotifications((int) QUIET.toMillis()).length;
			}

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
		}
	}

	@Test
	void listensAgainWhenItsConnectionWasLost() throws Exception {
		try (Replica one = new Replica("one"); Replica other = new Replica("other")) {
			one.awaitQuiet();
			other.awaitQuiet();

			one.terminateConnectionsOf("other");

			assertThat(other.signals.queued().await(SOON)).as("something may have been missed").isTrue();
			one.signals.changed().raise();
			assertThat(other.signals.queued().await(SOON)).isTrue();
		}
	}

	@Test
	void stopsAtOnceAndQuietly(CapturedOutput log) throws Exception {
		try (Replica one = new Replica("one")) {
			one.awaitQuiet();
			long start = System.nanoTime();

			one.listener.stop();

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
			assertThat(one.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
			try (Connection first = one.pool.getConnection(); Connection second = one.pool.getConnection()) {
				assertThat(channels(first)).isEmpty();
				assertThat(channels(second)).isEmpty();
			}
			assertThat(log).doesNotContain("WARN");
		}
	}

	private static List<String> channels(Connection connection) {
		return JdbcClient.create(new SingleConnectionDataSource(connection, true))
			.sql("select pg_listening_channels()")
			.query(String.class)
			.list();
	}

	/** What a replica has to wake and be woken. */
	private static final class Replica implements AutoCloseable {

		private final HikariDataSource pool = new HikariDataSource();

		private final Signals signals = new Signals();

		private final QueueNotifier notifier;

		private final QueueListener listener;

		private final JdbcClient jdbc = JdbcClient.create(this.pool);

		Replica(String name) {
			this.pool.setJdbcUrl(DATABASE + "?ApplicationName=" + name);
			this.pool.setUsername(Parts.USER);
			this.pool.setPassword(Parts.PASSWORD);
			this.pool.setMaximumPoolSize(2);
			this.notifier = new QueueNotifier(this.jdbc, this.signals);
			this.listener = new QueueListener(this.pool, this.notifier, this.signals);
			this.notifier.start();
			this.listener.start();
		}

		/** Past what belongs to its start, and that of the others. */
		void awaitQuiet() throws InterruptedException {
			assertThat(this.signals.queued().await(SOON)).as("it listens").isTrue();
			await().until(() -> !this.signals.queued().await(QUIET));
		}

		void terminateConnectionsOf(String name) {
			assertThat(
					this.jdbc.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?")
						.param(name)
						.query(Boolean.class)
						.list())
				.isNotEmpty()
				.doesNotContain(false);
		}

		@Override
		public void close() {
			this.listener.stop();
			this.notifier.stop();
			this.pool.close();
		}

	}

}
