package io.rekindle.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears that other replicas have changed the queue, and wakes this one's dispatcher. It
 * holds one connection of the pool for as long as the process lives.
 */
@Component
class QueueListener implements SmartLifecycle {

	/** As the dispatcher. */
	private static final int PHASE = DEFAULT_PHASE - 1_000;

	/**
	 * Then it asks whether the connection is still there. To be below its socketTimeout.
	 */
	private static final Duration QUIET = Duration.ofSeconds(5);

	private static final Duration ANSWER = Duration.ofSeconds(5);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Duration END = Duration.ofSeconds(1);

	private final DataSource dataSource;

	private final QueueNotifier notifier;

	private final Signals signals;

	private final OutageLog outage = new OutageLog(LoggerFactory.getLogger(QueueListener.class),
			"Listening to other replicas");

	private volatile boolean running;

	private Thread thread = Thread.currentThread();

	QueueListener(DataSource dataSource, QueueNotifier notifier, Signals signals) {
		this.dataSource = dataSource;
		this.notifier = notifier;
		this.signals = signals;
	}

	private void run() {
		try {
			while (this.running) {
				connect();
				Thread.sleep(RETRY);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Returns when the connection is lost, or the replica stops. */
	private void connect() {
		try (Connection connection = this.dataSource.getConnection()) {
			try {
				listen(connection);
			}
			finally {
				// Back in the pool it would go on listening, or be broken.
				this.dataSource.unwrap(HikariDataSource.class).evictConnection(connection);
			}
		}
		catch (SQLException | RuntimeException ex) {
			if (this.running) {
				this.outage.failed(ex);
			}
		}
	}

	private void listen(Connection connection) throws SQLException {
		// Within a transaction it would hear nothing.
		connection.setAutoCommit(true);
		try (Statement statement = connection.createStatement()) {
			statement.execute("listen rekindle_queue");
		}
		this.outage.worked();
		// It has missed what was told before.
		this.signals.queued().raise();
		PGConnection postgres = connection.unwrap(PGConnection.class);
		while (this.running) {
			PGNotification[] heard = postgres.getNotifications((int) QUIET.toMillis());
			if (heard.length == 0 && !connection.isValid((int) ANSWER.toSeconds())) {
				throw new SQLRecoverableException("the connection was lost without a word");
			}
			if (Arrays.stream(heard).anyMatch((each) -> !this.notifier.isOwn(each.getParameter()))) {
				this.signals.queued().raise();
			}
		}
	}

	@Override
	public void start() {
		this.running = true;
		// A virtual thread, since an interrupt ends its wait for the socket.
		this.thread = Thread.ofVirtual().name("Listening to other replicas").start(this::run);
	}

	@Override
	public void stop() {
		this.running = false;
		this.thread.interrupt();
		try {
			this.thread.join(END);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
