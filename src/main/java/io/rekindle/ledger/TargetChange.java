package io.rekindle.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A change of one target.
 *
 * @param callId the call that it was in; null where it was queued
 */
public record TargetChange(long targetId, @Nullable Long callId, Change change) {

}
