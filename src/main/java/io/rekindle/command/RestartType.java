package io.rekindle.command;

/** How a server is restarted. */
public enum RestartType {

	/** The operating system is asked to restart. */
	SOFT,

	/** The power is cut and restored. */
	HARD

}
