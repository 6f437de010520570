package io.rekindle.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** Durations as PostgreSQL's {@code extract(epoch from …)} gives them. */
final class Seconds {

	private Seconds() {
	}

	/** The duration in a column; null where the column is. */
	static @Nullable Duration read(ResultSet row, int column) throws SQLException {
		double seconds = row.getDouble(column);
		return row.wasNull() ? null : Duration.ofNanos((long) (seconds * 1e9));
	}

}
