package io.rekindle.command;

/**
 * A value for a message: in quotes, cut to a readable length, with control characters
 * (and so also what PostgreSQL can't store) escaped.
 */
final class Quoted {

	private static final int MAX = 80;

	private Quoted() {
	}

	static String of(String value) {
		StringBuilder text = new StringBuilder("\"");
		value.codePoints().limit(MAX).forEach((c) -> {
			if (Character.isISOControl(c)) {
				text.append("\\u%04x".formatted(c));
			}
			else {
				text.appendCodePoint(c);
			}
		});
		return text.append((value.codePointCount(0, value.length()) > MAX) ? "…\"" : "\"").toString();
	}

}
