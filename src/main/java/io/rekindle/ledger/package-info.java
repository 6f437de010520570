/**
 * What was accepted and what became of it: all SQL on commands, targets, calls and
 * outcomes.
 */
@ApplicationModule(allowedDependencies = "command")
@NullMarked
package io.rekindle.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
