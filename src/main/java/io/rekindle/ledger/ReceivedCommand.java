package io.rekindle.ledger;

import io.rekindle.command.Command;

/**
 * A command together with the record that brought it.
 *
 * @param traceparent the W3C trace context of the command's trace
 */
public record ReceivedCommand(Command command, OriginalRecord record, String traceparent) {

}
