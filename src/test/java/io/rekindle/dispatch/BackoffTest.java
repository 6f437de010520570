package io.rekindle.dispatch;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

	private static final Duration INITIAL = Duration.ofSeconds(1);

	private static final Duration MAX = Duration.ofMinutes(5);

	@ParameterizedTest
	@CsvSource({ "0, PT1S", "1, PT2S", "2, PT4S", "8, PT4M16S", "9, PT5M", "10, PT5M", "62, PT5M", "63, PT5M",
			"1000, PT5M", "2147483647, PT5M" })
	void doublesLongestWaitUpToTheBound(int attempt, Duration longest) {
		assertThat(new Backoff(INITIAL, MAX, always(1)).delay(attempt)).isEqualTo(longest);
		assertThat(new Backoff(INITIAL, MAX, always(0.5)).delay(attempt)).isEqualTo(longest.dividedBy(2));
		assertThat(new Backoff(INITIAL, MAX, always(0)).delay(attempt)).isZero();
	}

	@Test
	void keepsTheBoundWhereTheFirstWaitIsOverIt() {
		assertThat(new Backoff(Duration.ofHours(1), MAX, always(1)).delay(0)).isEqualTo(MAX);
	}

	@Test
	void spreadsWaitsOverAllTheirRange() {
		Backoff backoff = new Backoff(INITIAL, MAX, new Random(1));
		assertThat(Stream.generate(() -> backoff.delay(3)).limit(1_000))
			.allMatch((delay) -> !delay.isNegative() && delay.compareTo(Duration.ofSeconds(8)) <= 0)
			.anyMatch((delay) -> delay.compareTo(Duration.ofMillis(500)) < 0)
			.anyMatch((delay) -> delay.compareTo(Duration.ofMillis(7_500)) > 0);
	}

	private static RandomGenerator always(double value) {
		return new RandomGenerator() {
			@Override
			public long nextLong() {
				return 0;
			}

			@Override
			public double nextDouble() {
				return value;
			}
		};
	}

}
