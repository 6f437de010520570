/**
 * The vocabulary of the service in pure Java: commands and their rules, lanes, quota
 * scopes, replies and what they mean for a target.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.rekindle.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
