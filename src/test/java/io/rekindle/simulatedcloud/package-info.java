/**
 * A simulated cloud over a real socket, for tests: five restart and retry calls, their
 * queries, the ECS limit, faults on order, and a journal of all that was received. The
 * facts are those of {@code CLOUD_API.md} and the published documents.
 */
@NullMarked
package io.rekindle.simulatedcloud;

import org.jspecify.annotations.NullMarked;
