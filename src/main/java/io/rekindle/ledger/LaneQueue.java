package io.rekindle.ledger;

import java.time.Instant;

import io.rekindle.command.Lane;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a lane, as it was counted at one moment. Times are the database's.
 *
 * @param servers that wait; one that is asked for twice goes once, and counts once
 * @param held whether a hold stops the lane
 * @param blockedUntil until when the cloud has asked to wait, which may be over; null
 * where it never has
 * @param lastDueAt when the last of the retries that wait for a time may go; null where
 * none waits
 */
public record LaneQueue(Lane lane, long servers, boolean held, @Nullable Instant blockedUntil,
		@Nullable Instant lastDueAt) {

}
