package io.rekindle.command;

/** Which of the waiting targets of a lane go first: those of the higher rank. */
public enum Priority {

	LOW(0), NORMAL(1), HIGH(2);

	private final int rank;

	Priority(int rank) {
		this.rank = rank;
	}

	/** Higher goes first; stored, so it never changes. */
	public int rank() {
		return this.rank;
	}

}
