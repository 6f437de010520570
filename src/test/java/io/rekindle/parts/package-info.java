/**
 * The real servers that tests and the local run stand on, and Rekindle itself as a
 * process of its own.
 */
@NullMarked
package io.rekindle.parts;

import org.jspecify.annotations.NullMarked;
