package io.rekindle.ledger;

/** What became of a command that was handed to the ledger. */
public enum Acceptance {

	/** It is in the ledger now. */
	ACCEPTED,

	/** The same command was there already. */
	DUPLICATE,

	/** Its id belongs to something else. */
	CONFLICT

}
