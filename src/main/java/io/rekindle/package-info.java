@NullMarked
package io.rekindle;

import org.jspecify.annotations.NullMarked;
