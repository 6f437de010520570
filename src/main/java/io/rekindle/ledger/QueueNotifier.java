package io.rekindle.ledger;

import java.time.Duration;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells the other replicas that they may find something to send. It does so in
 * transactions and on a thread of its own: those that notify commit one after the other,
 * over all of PostgreSQL, and neither intake nor recording is to wait for that. Changes
 * that come at the same time are told together.
 */
@Component
class QueueNotifier extends WorkLoop {

	/**
	 * After the last replies were recorded: what they put back is for another replica.
	 */
	private static final int PHASE = DEFAULT_PHASE - 1_002;

	/** From one notification to the next: each makes all other replicas look. */
	private static final Duration GAP = Duration.ofMillis(50);

	/**
	 * It is woken when there is something to tell. At its start and its end it tells for
	 * nothing, which does no harm.
	 */
	private static final Duration REST = Duration.ofDays(1);

	private final JdbcClient jdbc;

	private final String replica = UUID.randomUUID().toString();

	private long nextNanos = System.nanoTime();

	QueueNotifier(JdbcClient jdbc, Signals signals) {
		super("Notifying other replicas", PHASE, signals.changed());
		this.jdbc = jdbc;
	}

	/** Whether this replica has sent what was heard. */
	boolean isOwn(String payload) {
		return payload.equals(this.replica);
	}

	@Override
	protected Duration work() {
		Duration early = Duration.ofNanos(this.nextNanos - System.nanoTime());
		if (early.isPositive() && isRunning()) {
			return early;
		}
		this.jdbc.sql("select pg_notify('rekindle_queue', ?)").param(this.replica).query(String.class).single();
		this.nextNanos = System.nanoTime() + GAP.toNanos();
		return REST;
	}

	@Override
	protected Duration lastWork() {
		return Duration.ofSeconds(2);
	}

}
