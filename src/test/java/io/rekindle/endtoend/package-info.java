/**
 * The whole service on real parts: a command into Kafka, a call at the cloud's door, an
 * event out.
 */
@NullMarked
package io.rekindle.endtoend;

import org.jspecify.annotations.NullMarked;
