/**
 * Publishes the ledger's outcomes as Avro events: in order for one command, and each
 * until the broker has acknowledged it.
 */
@ApplicationModule(allowedDependencies = { "command", "ledger", "events" })
@NullMarked
package io.rekindle.outcome;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
