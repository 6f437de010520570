/**
 * The cloud's calls over HTTP, and the one place where a reply is classified. Facts are
 * those of CLOUD_API.md, cited by section.
 */
@ApplicationModule(allowedDependencies = "command")
@NullMarked
package io.rekindle.cloud;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
