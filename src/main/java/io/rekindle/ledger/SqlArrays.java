package io.rekindle.ledger;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Columns of a multi-row statement: one PostgreSQL array each, read by {@code unnest}.
 */
final class SqlArrays {

	private SqlArrays() {
	}

	static <T> SqlArrayValue bigints(List<T> rows, Function<T, @Nullable Long> column) {
		return array("bigint", rows, column);
	}

	static <T> SqlArrayValue ints(List<T> rows, Function<T, @Nullable Integer> column) {
		return array("int", rows, column);
	}

	static <T> SqlArrayValue texts(List<T> rows, Function<T, @Nullable String> column) {
		return array("text", rows, column);
	}

	static SqlArrayValue texts(List<String> values) {
		return new SqlArrayValue("text", values.toArray());
	}

	static SqlArrayValue bigints(List<Long> values) {
		return new SqlArrayValue("bigint", values.toArray());
	}

	static <T> SqlArrayValue doubles(List<T> rows, Function<T, @Nullable Double> column) {
		return array("float8", rows, column);
	}

	static <T> SqlArrayValue booleans(List<T> rows, Function<T, Boolean> column) {
		return array("boolean", rows, column);
	}

	static <T> SqlArrayValue bytes(List<T> rows, Function<T, byte @Nullable []> column) {
		byte[][] values = new byte[rows.size()][];
		for (int i = 0; i < values.length; i++) {
			values[i] = column.apply(rows.get(i));
		}
		return new SqlArrayValue("bytea", (Object[]) values);
	}

	private static <T> SqlArrayValue array(String type, List<T> rows, Function<T, ? extends @Nullable Object> column) {
		@Nullable Object[] values = new @Nullable Object[rows.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = column.apply(rows.get(i));
		}
		return new SqlArrayValue(type, values);
	}

}
