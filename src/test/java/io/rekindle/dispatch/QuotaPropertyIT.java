package io.rekindle.dispatch;

import java.sql.SQLException;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises about calls in runs that are left to chance: up to 8 replicas with delays,
 * refusals, failures and crashes between any two statements, with the service's own SQL
 * and by a clock that only the test moves. A seed always gives the same run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaPropertyIT {

	private final HandDatabase database;

	private long runs;

	private long calls;

	private long windows;

	private long crashes;

	QuotaPropertyIT() throws SQLException {
		this.database = new HandDatabase("quota_property");
	}

	/** {@code -Dquota.seeds} for more of them, {@code -Dquota.seed} for a single one. */
	static LongStream seeds() {
		Long seed = Long.getLong("quota.seed");
		return (seed != null) ? LongStream.of(seed) : LongStream.rangeClosed(1, Long.getLong("quota.seeds", 10));
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void keepsLimitInEveryWindowAndLosesAndRepeatsNothingP1P2P3(long seed) {
		try (World world = new World(this.database, seed)) {
			try {
				world.run();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("-Dquota.seed=" + seed + " shows it: " + world.settings(), ex);
			}
			this.runs++;
			this.calls += world.books().calls();
			this.crashes += world.books().crashes();
			this.windows += world.time().now().dividedBy(world.settings().window());
		}
	}

	@AfterAll
	void end() throws SQLException {
		this.database.close();
		System.out.printf("%d runs: %d calls, %d crashes, %d windows%n", this.runs, this.calls, this.crashes,
				this.windows);
	}

}
