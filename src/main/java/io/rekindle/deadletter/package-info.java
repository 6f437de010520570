/**
 * Dead letters: what can't be carried out, published byte for byte with its reason.
 */
@ApplicationModule(allowedDependencies = { "command", "ledger" })
@NullMarked
package io.rekindle.deadletter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
