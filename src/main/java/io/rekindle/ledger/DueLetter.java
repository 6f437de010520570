package io.rekindle.ledger;

import io.rekindle.command.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * A record that is to be dead-lettered because targets of its command failed.
 *
 * @param command the ledger's number
 * @param reason the gravest among its targets
 */
public record DueLetter(long command, String commandId, OriginalRecord record, FailureReason reason,
		@Nullable String errorCode, @Nullable String message) {

}
