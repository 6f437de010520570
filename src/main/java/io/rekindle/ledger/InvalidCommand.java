package io.rekindle.ledger;

import java.util.UUID;

import io.rekindle.command.CommandRequest;

/**
 * A command that breaks a rule, and whose id keeps its own.
 *
 * @param eventId of its JobFailed: the same however often the record is delivered
 * @param message names the broken rules
 */
public record InvalidCommand(CommandRequest request, UUID eventId, String message, String traceparent) {

}
