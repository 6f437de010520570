package io.rekindle.dispatch;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.rekindle.cloud.SendDeadline;

/**
 * What this replica measures time with, between two readings of the database's clock.
 *
 * @param nanos the monotonic clock
 * @param deadlines starts a send deadline that counts from now
 */
record Clocks(LongSupplier nanos, Function<Duration, SendDeadline> deadlines) {

}
