package io.rekindle.command;

/** Why a target, or a whole command, failed: the {@code reason} of a JobFailed. */
public enum FailureReason {

	/** It breaks a rule of the contract. */
	INVALID(Stage.VALIDATION, true),

	/** It could not be sent before its {@code notAfter}. */
	EXPIRED(Stage.SUBMISSION, false),

	/** An operator called it off while it was queued. */
	CANCELLED(Stage.SUBMISSION, false),

	/** The cloud will not do it. */
	REFUSED(Stage.SUBMISSION, false),

	/** All attempts are used up. */
	EXHAUSTED(Stage.SUBMISSION, true),

	/** It was sent, and nobody can tell whether it happened. */
	OUTCOME_UNKNOWN(Stage.SUBMISSION, true),

	/** The cloud took it and failed to do it. */
	JOB_FAILED(Stage.EXECUTION, false),

	/** The cloud took it, and no end was seen in time. */
	JOB_TIMED_OUT(Stage.EXECUTION, false);

	private final Stage stage;

	private final boolean deadLettered;

	FailureReason(Stage stage, boolean deadLettered) {
		this.stage = stage;
		this.deadLettered = deadLettered;
	}

	public Stage stage() {
		return this.stage;
	}

	/** Whether the command's record goes to the dead-letter topic. */
	public boolean deadLettered() {
		return this.deadLettered;
	}

	/** How far a command came before it failed. */
	public enum Stage {

		VALIDATION, SUBMISSION, EXECUTION

	}

}
