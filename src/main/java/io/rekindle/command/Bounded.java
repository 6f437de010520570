package io.rekindle.command;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Foreign text made fit to be stored: of bounded length, without {@code U+0000} and
 * without halves of surrogate pairs.
 */
final class Bounded {

	private Bounded() {
	}

	static @Nullable String text(@Nullable String text, int max) {
		if (text == null) {
			return null;
		}
		String cut = (text.length() <= max) ? text : text.substring(0, max);
		return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\u0000', '\uFFFD');
	}

}
