package io.rekindle.dispatch;

import java.util.List;

import io.rekindle.cloud.SendDeadline;
import io.rekindle.ledger.OpenCall;

/**
 * Calls that were written down and are to be sent now.
 *
 * @param deadline until when they must have left
 */
record Claim(List<OpenCall> calls, SendDeadline deadline) {

}
