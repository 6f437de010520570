package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How a {@link SimulatedCloud} behaves from its start. What changes while it runs is
 * ordered as a {@link Faults fault} instead.
 */
public final class CloudSettings {

	int port;

	int ecsLimit = 1000;

	Duration ecsWindow = Duration.ofSeconds(60);

	Duration minLatency = Duration.ZERO;

	Duration maxLatency = Duration.ZERO;

	boolean decidesAtAnyMoment;

	Duration jobDuration = Duration.ofSeconds(1);

	Duration jobsKeptFor = Duration.ofDays(1);

	LongSupplier ticker = System::nanoTime;

	boolean keepMessages = true;

	final List<Check> checks = new ArrayList<>();

	CloudSettings() {
	}

	/** Which port to listen on. 0, the default, takes a free one. */
	public CloudSettings port(int port) {
		this.port = port;
		return this;
	}

	/** How many ECSs one project may restart within any window of this length. */
	public CloudSettings ecsLimit(int servers, Duration window) {
		this.ecsLimit = servers;
		this.ecsWindow = window;
		return this;
	}

	/** How long every answer takes, once the call was carried out. */
	public CloudSettings latency(Duration latency) {
		return latency(latency, latency);
	}

	/** How long an answer takes: random, evenly spread between the two. */
	public CloudSettings latency(Duration min, Duration max) {
		this.minLatency = min;
		this.maxLatency = max;
		return this;
	}

	/**
	 * Lets a random part of the latency pass before a call is decided. So the limit
	 * counts it at any moment between its departure and its reply, and no client can tell
	 * when.
	 */
	public CloudSettings decidingAtAnyMoment() {
		this.decidesAtAnyMoment = true;
		return this;
	}

	/** How long a restart or a packaging task takes, on the cloud's clock. */
	public CloudSettings jobDuration(Duration duration) {
		this.jobDuration = duration;
		return this;
	}

	/** After what time an ECS job is unknown to its query. A day by the documents. */
	public CloudSettings jobsKeptFor(Duration time) {
		this.jobsKeptFor = time;
		return this;
	}

	/** The cloud's clock in nanoseconds, for a test that moves it by hand. */
	public CloudSettings clock(LongSupplier nanos) {
		this.ticker = nanos;
		return this;
	}

	/** Lets the journal drop headers and bodies, for runs with very many calls. */
	public CloudSettings withoutMessages() {
		this.keepMessages = false;
		return this;
	}

	/** Adds a check that every request passes through, after those added before. */
	public CloudSettings check(Check check) {
		this.checks.add(check);
		return this;
	}

	public SimulatedCloud start() {
		return new SimulatedCloud(this);
	}

}
