package io.rekindle.simulatedcloud;

/** A body that breaks the documents' rules; the message names the rule. */
final class MalformedBodyException extends Exception {

	MalformedBodyException(String message) {
		super(message);
	}

}
