package io.rekindle.ledger;

import java.time.Instant;

import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;

/**
 * Lanes that send nothing until it is lifted.
 *
 * @param service which it holds; null for all, and so are region and project
 * @param reason why, in an operator's words
 */
public record Hold(long id, @Nullable Service service, @Nullable String region, @Nullable String projectId,
		String reason, Instant placedAt) {

}
