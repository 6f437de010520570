package io.rekindle.ledger;

import io.rekindle.command.Lane;

/** A call that is in the ledger and whose reply is not. Its targets are SENDING. */
public record OpenCall(long id, Lane lane, CallPlan plan) {

}
