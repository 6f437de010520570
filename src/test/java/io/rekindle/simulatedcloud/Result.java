package io.rekindle.simulatedcloud;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param answer none where the client is to get none
 * @param carriedOut the targets that were really restarted or retried
 */
record Result(@Nullable Answer answer, List<String> carriedOut) {

	static Result nothing() {
		return new Result(null, List.of());
	}

	static Result of(Answer answer) {
		return new Result(answer, List.of());
	}

}
