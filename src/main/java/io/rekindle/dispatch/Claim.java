package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;

import io.rekindle.cloud.SendDeadline;
import io.rekindle.ledger.OpenCall;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a lane yielded.
 *
 * @param calls to be sent now
 * @param deadline until when they must have left
 * @param more whether the lane may have more work that can go at once
 * @param untilPermits how long until the lane's scope has permits again, where it has
 * none
 */
record Claim(List<OpenCall> calls, SendDeadline deadline, boolean more, @Nullable Duration untilPermits) {

}
