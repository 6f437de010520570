/**
 * The local run: the service on real parts and a simulated cloud, with sample commands.
 * Started by {@code mvn spring-boot:test-run}.
 */
@NullMarked
package io.rekindle.local;

import org.jspecify.annotations.NullMarked;
