package io.rekindle.dispatch;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * The places where something may happen to a replica at its database: before each
 * statement, before each commit, and after it.
 */
final class Steps {

	/** Just before a commit, whichever statement is the last. */
	static final int COMMIT = -1;

	/** When it is committed, and nobody was told yet. */
	static final int COMMITTED = -2;

	private final Runnable eachTakesTime;

	private int statements;

	private int place;

	private @Nullable Event armed;

	Steps(Runnable eachTakesTime) {
		this.eachTakesTime = eachTakesTime;
	}

	/**
	 * Lets something happen once.
	 * @param place before which statement from now, from 0, or one of the constants
	 */
	void arm(int place, Event event) {
		this.statements = 0;
		this.place = place;
		this.armed = event;
	}

	/** What has not happened will not. */
	void disarm() {
		this.armed = null;
	}

	void before(boolean commit) throws SQLException {
		this.eachTakesTime.run();
		happen(commit ? COMMIT : this.statements++);
	}

	void committed() throws SQLException {
		happen(COMMITTED);
	}

	private void happen(int here) throws SQLException {
		Event event = this.armed;
		if (event != null && here == this.place) {
			this.armed = null;
			event.happen();
		}
	}

	/** What happens: a failure, a crash, or another replica comes in between. */
	@FunctionalInterface
	interface Event {

		void happen() throws SQLException;

	}

	/** The connection breaks, or the database has other trouble. */
	static final class Failure extends SQLException {

		private static final long serialVersionUID = 1;

		Failure(String sqlState) {
			super("on order", sqlState);
		}

	}

	/** The replica dies: nothing in it may catch this and go on. */
	static final class Crash extends Error {

		private static final long serialVersionUID = 1;

	}

}
