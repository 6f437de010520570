/**
 * The hard quota: quota scopes and the grants that are held in them.
 */
@ApplicationModule(allowedDependencies = "command")
@NullMarked
package io.rekindle.quota;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
