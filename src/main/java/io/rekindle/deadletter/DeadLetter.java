package io.rekindle.deadletter;

import io.rekindle.ledger.OriginalRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be carried out.
 *
 * @param message says why, for a person
 * @param commandId where the record has one that keeps its rule
 * @param errorCode the cloud's own, where it was asked
 */
public record DeadLetter(OriginalRecord record, Reason reason, String message, @Nullable String commandId,
		@Nullable String errorCode) {

	/** Why a record is dead-lettered: the header {@code rekindle-reason}. */
	public enum Reason {

		/** It is not a command in the wire format. */
		UNDECODABLE,

		/** It is a command that breaks a rule. */
		INVALID,

		/** All attempts are used up. */
		EXHAUSTED,

		/** It was sent, and nobody can tell whether it happened. */
		OUTCOME_UNKNOWN

	}

}
