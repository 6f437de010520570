package io.rekindle.dispatch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/** How long everything takes: mostly little, and in a storm now and then very long. */
final class Delays {

	private static final Duration MOMENT = Duration.ofMillis(5);

	private final RunSettings settings;

	private final Chance chance;

	private final BooleanSupplier storm;

	Delays(RunSettings settings, Chance chance, BooleanSupplier storm) {
		this.settings = settings;
		this.chance = chance;
		this.storm = storm;
	}

	/** Before a statement or a commit. */
	Duration statement() {
		if (happens(this.settings.delays() / 20)) {
			return this.chance.upTo(happens(0.1) ? this.settings.longestHold() : Duration.ofMillis(300));
		}
		return this.chance.between(Duration.ofNanos(200_000), Duration.ofMillis(1));
	}

	/** From the claim's commit until the call may leave. */
	Duration untilLeaving() {
		if (happens(this.settings.delays())) {
			return this.chance
				.upTo((happens(0.3) ? this.settings.longestHold() : this.settings.sendDeadline()).multipliedBy(2));
		}
		return this.chance.upTo(MOMENT);
	}

	/** From the reply until it is recorded. */
	Duration untilRecorded() {
		if (happens(this.settings.delays())) {
			return this.chance.upTo(happens(0.2) ? this.settings.longestHold() : this.settings.window());
		}
		return this.chance.upTo(MOMENT);
	}

	/** Beyond the time at which a replica is to look. */
	Duration late() {
		if (happens(this.settings.delays())) {
			return this.chance.upTo(this.settings.window());
		}
		// Once the storm is over, what is left can wait: that saves looks.
		return this.chance.upTo(this.settings.calm() || this.storm.getAsBoolean() ? MOMENT : Duration.ofSeconds(4));
	}

	/** What becomes of a call that has left. */
	Way way() {
		Duration timeout = this.settings.callTimeout();
		if (!happens(this.settings.delays())) {
			Duration arrival = this.chance.upTo(Duration.ofMillis(50));
			return new Way(arrival, arrival.plus(this.chance.upTo(Duration.ofMillis(50))), false);
		}
		if (happens(0.6)) {
			Duration reply = this.chance.upTo(timeout);
			return new Way(this.chance.upTo(reply), reply, false);
		}
		// The connection breaks, or the time is up; and the cloud may read it all the
		// same.
		Duration givenUp = happens(0.5) ? timeout : this.chance.upTo(timeout);
		Duration latest = givenUp.plus(timeout);
		Duration arrival = happens(0.3) ? latest.minus(this.chance.upTo(MOMENT)) : this.chance.upTo(latest);
		return new Way(happens(0.2) ? null : arrival, givenUp, true);
	}

	private boolean happens(double probability) {
		return this.storm.getAsBoolean() && this.chance.hits(probability);
	}

	/**
	 * The way of a call and of its reply.
	 *
	 * @param arrival when the cloud has read it, from its departure; null for never
	 * @param end when the reply is there, or the call is given up
	 */
	record Way(@Nullable Duration arrival, Duration end, boolean givenUp) {

	}

}
