package io.rekindle.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.hc.core5.http.io.entity.HttpEntities;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DepartureTest {

	private static final Duration HOUR = Duration.ofHours(1);

	private final WallClock clock = new WallClock();

	private final Departure departure = new Departure(SendDeadline.in(HOUR, this.clock));

	@Test
	void leavesWithinTheDeadline() {
		this.clock.move(HOUR.minusNanos(1));
		assertThat(this.departure.hasLeft()).isFalse();
		assertThat(leaves(this.departure)).isTrue();
		assertThat(this.departure.hasLeft()).isTrue();
		assertThat(this.departure.sinceLeft()).isBetween(Duration.ZERO, HOUR);
	}

	@Test
	void neverLeavesOnceTheDeadlineHasPassed() {
		this.clock.move(HOUR);
		assertThat(leaves(this.departure)).isFalse();
		assertThat(this.departure.hasLeft()).isFalse();
		this.clock.move(HOUR.negated());
		assertThat(leaves(this.departure)).as("a clock that is set back").isFalse();
	}

	@Test
	void neverLeavesOnceItWasCancelled() {
		assertThat(this.departure.cancel()).isTrue();
		assertThat(leaves(this.departure)).isFalse();
		assertThat(this.departure.hasLeft()).isFalse();
	}

	@Test
	void canNotBeCancelledOnceItHasLeft() {
		assertThat(leaves(this.departure)).isTrue();
		assertThat(this.departure.cancel()).isFalse();
		assertThat(this.departure.hasLeft()).isTrue();
	}

	@Test
	void leavesOnce() {
		assertThat(leaves(this.departure)).isTrue();
		assertThat(leaves(this.departure)).as("a request that the client repeats by itself").isFalse();
		assertThat(this.departure.hasLeft()).isTrue();
	}

	@Test
	void holdsForRequestsOfItsCallAlone() {
		this.departure.cancel();
		assertThat(leaves(new Departure(SendDeadline.in(HOUR, this.clock)))).isTrue();
		assertThatCode(DepartureTest::passGate).as("a request outside of any call").doesNotThrowAnyException();
	}

	@Test
	void handsOnWhatTheCallReturnsAndThrows() {
		assertThat(this.departure.<String>of(() -> "reply")).isEqualTo("reply");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.departure.of(() -> {
			throw new IllegalStateException();
		}));
	}

	@Test
	void eitherLeavesOrIsCancelled() throws Exception {
		int rounds = 50_000;
		List<Departure> contested = Stream.generate(() -> new Departure(SendDeadline.in(HOUR, this.clock)))
			.limit(rounds)
			.toList();
		AtomicInteger arrived = new AtomicInteger();
		BitSet left = new BitSet();
		BitSet cancelled = new BitSet();
		try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
			Future<?> leaving = threads.submit(() -> {
				for (int i = 0; i < rounds; i++) {
					meet(arrived, 2 * (i + 1));
					left.set(i, leaves(contested.get(i)));
				}
			});
			Future<?> cancelling = threads.submit(() -> {
				for (int i = 0; i < rounds; i++) {
					meet(arrived, 2 * (i + 1));
					// Leaving takes longer: so each of them is the first at times.
					for (int j = i % 500; j > 0; j--) {
						Thread.onSpinWait();
					}
					cancelled.set(i, contested.get(i).cancel());
				}
			});
			leaving.get();
			cancelling.get();
		}
		for (int i = 0; i < rounds; i++) {
			assertThat(left.get(i)).as("round %d", i)
				.isNotEqualTo(cancelled.get(i))
				.isEqualTo(contested.get(i).hasLeft());
		}
	}

	/** Waits for the other thread, awake: it is to go on at the very same time. */
	@SuppressWarnings("ThreadPriorityCheck") // Yields for machines with one core only.
	private static void meet(AtomicInteger arrived, int all) {
		arrived.incrementAndGet();
		while (arrived.get() < all) {
			Thread.yield();
		}
	}

	private static boolean leaves(Departure departure) {
		return departure.of(() -> {
			try {
				passGate();
				return true;
			}
			catch (UncheckedIOException ex) {
				assertThat(ex.getCause()).hasMessage("the send deadline has passed");
				return false;
			}
		});
	}

	private static void passGate() {
		try {
			new Departure.Gate().process(new BasicHttpRequest("PUT", "/"), HttpEntities.create(""),
					HttpCoreContext.create());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
