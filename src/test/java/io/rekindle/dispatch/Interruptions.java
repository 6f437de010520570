package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * What breaks into a replica's work at the database: a failure, a crash, or the work of
 * another replica in the midst of a transaction.
 */
final class Interruptions {

	private static final List<String> SQL_STATES = List.of("08006", "40001", "57P01", "XX000");

	private final Chance chance;

	private final Steps steps;

	private final HandDatabase database;

	/** The work of another replica than this one, if there is any. */
	private final Function<Replica, @Nullable Supplier<Runnable>> others;

	private @Nullable CompletableFuture<Runnable> overlapping;

	Interruptions(Chance chance, Steps steps, HandDatabase database,
			Function<Replica, @Nullable Supplier<Runnable>> others) {
		this.chance = chance;
		this.steps = steps;
		this.database = database;
		this.others = others;
	}

	/** Lets a failure or a crash happen somewhere in that work. */
	<T> T breakInto(Supplier<T> work) {
		boolean crash = this.chance.hits(0.3);
		return interrupt(work, () -> {
			if (crash) {
				throw new Steps.Crash();
			}
			throw new Steps.Failure(this.chance.of(SQL_STATES));
		});
	}

	/** Lets another replica do its own work somewhere in that of this one. */
	<T> T overlap(Replica replica, Supplier<T> work) {
		return interrupt(work, () -> begin(replica));
	}

	private <T> T interrupt(Supplier<T> work, Steps.Event event) {
		int place = this.chance.hits(0.5) ? this.chance.between(Steps.COMMITTED, Steps.COMMIT)
				: this.chance.between(0, 8);
		this.steps.arm(place, event);
		try {
			return work.get();
		}
		finally {
			this.steps.disarm();
			end();
		}
	}

	/**
	 * Lets another replica work, until it is through or has to wait for what this one has
	 * locked.
	 */
	private void begin(Replica replica) {
		Supplier<Runnable> other = this.others.apply(replica);
		if (other != null) {
			CompletableFuture<Runnable> work = CompletableFuture.supplyAsync(other);
			await().pollInSameThread()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> work.isDone() || this.database.isAnyoneWaiting());
			this.overlapping = work;
		}
	}

	private void end() {
		CompletableFuture<Runnable> work = this.overlapping;
		if (work != null) {
			this.overlapping = null;
			work.join().run();
		}
	}

}
