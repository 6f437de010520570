package io.rekindle.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import io.rekindle.command.FailureReason;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The records that dispatch has given up: one letter a record, once the last of its
 * targets is settled. All methods belong in the caller's transaction.
 */
@Component
public class DueLetters {

	private final JdbcClient jdbc;

	DueLetters(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Takes a letter that is due and that no other replica is publishing: it is due no
	 * more once the transaction commits.
	 */
	public Optional<DueLetter> take() {
		return next()
			.filter((letter) -> this.jdbc.sql("update target set letter_due = false where command = ? and letter_due")
				.param(letter.command())
				.update() > 0);
	}

	private Optional<DueLetter> next() {
		return this.jdbc.sql("""
				select c.*, worst.reason, worst.error_code, worst.error_message
				from command c cross join lateral (
					select reason, error_code, error_message from target where command = c.id and letter_due
					order by (reason = 'OUTCOME_UNKNOWN') desc, id limit 1) worst
				where c.id in (select command from target where letter_due)
					and not exists (
						select from target where command = c.id and state in ('QUEUED', 'SENDING'))
				order by c.id limit 1 for no key update of c skip locked""").query(DueLetters::letter).optional();
	}

	private static DueLetter letter(ResultSet row, int number) throws SQLException {
		OriginalRecord record = new OriginalRecord(row.getString("record_topic"), row.getInt("record_partition"),
				row.getLong("record_offset"), row.getLong("record_timestamp"), row.getBytes("record_key"),
				row.getBytes("record_value"), CommandDocuments.headers(row.getString("record_headers")));
		return new DueLetter(row.getLong("id"), row.getString("command_id"), record,
				FailureReason.valueOf(row.getString("reason")), row.getString("error_code"),
				row.getString("error_message"));
	}

}
