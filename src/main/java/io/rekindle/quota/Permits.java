package io.rekindle.quota;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a quota scope has to give at this moment.
 *
 * @param free servers that may be sent now
 * @param nextEnd until more become free; null where nothing is held
 */
public record Permits(int scopeId, int free, @Nullable Duration nextEnd) {

}
