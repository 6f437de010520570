/**
 * Records in: polls a batch, decodes and validates it, and writes it to the ledger or the
 * dead-letter topic before its offsets are committed (P4).
 */
@ApplicationModule(allowedDependencies = { "command", "ledger", "deadletter", "events" })
@NullMarked
package io.rekindle.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
