package io.rekindle.command;

/**
 * A command breaks a rule of the contract. The message names every broken field, its rule
 * and the value.
 */
public class InvalidCommandException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public InvalidCommandException(String message) {
		super(message);
	}

}
