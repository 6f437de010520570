package io.rekindle.intake;

/** The record is no command in the wire format: its own fault, and it stays so. */
class UndecodableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UndecodableException(String message) {
		super(message);
	}

}
