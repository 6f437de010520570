package io.rekindle.cloud;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SendDeadlineTest {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final WallClock clock = new WallClock();

	@Test
	void passesByTheWallClockOfMachineThatSlept() {
		SendDeadline deadline = SendDeadline.in(HOUR, this.clock);
		this.clock.move(HOUR.minus(SECOND));
		assertThat(deadline.remaining()).isEqualTo(SECOND);
		this.clock.move(SECOND);
		assertThat(deadline.remaining()).isZero();
		this.clock.move(SECOND);
		assertThat(deadline.remaining()).isNegative();
	}

	@Test
	void passesByTheMonotonicClockWhereSomebodySetsTheOther() {
		SendDeadline deadline = SendDeadline.in(Duration.ofNanos(1), this.clock);
		this.clock.move(HOUR.negated());
		assertThat(deadline.remaining()).isNegative();
	}

	@Test
	void isNotProlongedByClockThatIsSetBack() {
		SendDeadline deadline = SendDeadline.in(HOUR, this.clock);
		this.clock.move(HOUR.negated());
		assertThat(deadline.remaining()).isPositive().isLessThan(HOUR);
	}

	@Test
	void keepsItsStartWhereItIsShortened() {
		SendDeadline deadline = SendDeadline.in(HOUR, this.clock);
		this.clock.move(SECOND);
		SendDeadline shorter = deadline.atMost(Duration.ofSeconds(3));
		assertThat(shorter.remaining()).isEqualTo(Duration.ofSeconds(2));
		assertThat(deadline.remaining()).isEqualTo(HOUR.minus(SECOND));
	}

	@Test
	void isNeverProlonged() {
		SendDeadline deadline = SendDeadline.in(SECOND, this.clock);
		assertThat(deadline.atMost(SECOND)).isSameAs(deadline);
		assertThat(deadline.atMost(HOUR)).isSameAs(deadline);
	}

	@Test
	void canHavePassedFromTheStart() {
		assertThat(SendDeadline.in(HOUR, this.clock).atMost(SECOND.negated()).remaining()).isNegative();
	}

	@Test
	void startsNow() {
		assertThat(SendDeadline.in(HOUR).remaining()).isPositive().isLessThanOrEqualTo(HOUR);
	}

}
