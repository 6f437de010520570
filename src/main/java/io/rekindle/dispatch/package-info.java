/**
 * Packs queued targets into calls, takes their permits, sends the calls and records what
 * became of them.
 */
@ApplicationModule(allowedDependencies = { "command", "ledger", "quota", "cloud" })
@NullMarked
package io.rekindle.dispatch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
