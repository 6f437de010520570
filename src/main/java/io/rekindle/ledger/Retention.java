package io.rekindle.ledger;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Forgets what is settled, told and older than the retention. What still waits, or was
 * not published, stays however old it is.
 */
@Component
class Retention {

	/** So many rows in one statement, so that nobody waits for it. */
	private static final int AT_ONCE = 1_000;

	private final JdbcClient jdbc;

	private final Duration retention;

	private final OutageLog outage = new OutageLog(LoggerFactory.getLogger(Retention.class), "Forgetting old commands");

	Retention(JdbcClient jdbc, LedgerSettings settings) {
		this.jdbc = jdbc;
		this.retention = settings.retention();
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
	void forget() {
		try {
			repeat("""
					delete from command where id in (
						select c.id from command c where c.received_at < clock_timestamp() - make_interval(secs => ?)
							and not exists (select from target t where t.command = c.id
								and (t.state in ('QUEUED', 'SENDING') or t.letter_due))
							and not exists (select from outcome o where o.command = c.id and o.published_at is null)
						order by c.received_at limit ? for update skip locked)""");
			repeat("""
					delete from outcome where id in (
						select id from outcome where command is null and published_at is not null
							and recorded_at < clock_timestamp() - make_interval(secs => ?)
						limit ? for update skip locked)""");
			repeat("""
					delete from call where id in (
						select id from call where ended_at < clock_timestamp() - make_interval(secs => ?)
						order by ended_at limit ? for update skip locked)""");
			this.outage.worked();
		}
		catch (RuntimeException ex) {
			this.outage.failed(ex);
		}
	}

	private void repeat(String delete) {
		int deleted = AT_ONCE;
		while (deleted == AT_ONCE) {
			deleted = this.jdbc.sql(delete).param(this.retention.toSeconds()).param(AT_ONCE).update();
		}
	}

}
