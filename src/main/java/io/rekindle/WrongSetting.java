package io.rekindle;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;

/**
 * A setting that breaks its rule; its text is the line that an operator reads.
 *
 * @param name as the documentation has it
 * @param rule such as "must be greater than 0"
 * @param value null where it is not set, and so has its default
 * @param origin where the value stands, if known
 */
record WrongSetting(String name, String rule, @Nullable String value, @Nullable Origin origin) {

	/** Their values are never told (P8). */
	private static final Pattern SECRET = Pattern.compile("secret|password|token");

	@Override
	public String toString() {
		return this.name + " " + this.rule + told() + place();
	}

	private String told() {
		if (this.value == null) {
			return ", but is left at its default";
		}
		// The line is one line, whatever was pasted.
		String shown = this.value.replaceAll("\\p{Cntrl}", " ").strip();
		return (shown.isEmpty() || SECRET.matcher(this.name).find()) ? "" : ", but is " + shown;
	}

	private String place() {
		return switch (this.origin) {
			case null -> "";
			case PropertySourceOrigin from when from.getOrigin() instanceof SystemEnvironmentOrigin variable ->
				" (environment variable " + variable.getProperty() + ")";
			case PropertySourceOrigin from when from.getPropertySource().getName().equals("commandLineArgs") ->
				" (argument --" + from.getPropertyName() + ")";
			case PropertySourceOrigin from when from.getPropertySource().getName().equals("systemProperties") ->
				" (system property " + from.getPropertyName() + ")";
			case Origin from -> " (" + from + ")";
		};
	}

}
