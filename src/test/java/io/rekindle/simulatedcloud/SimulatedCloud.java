package io.rekindle.simulatedcloud;

import java.net.URI;
import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A cloud in this process, reached over a real socket on 127.0.0.1. Append
 * {@code /{region}} to {@link #address()} for an endpoint of one region; without it the
 * region is the empty string.
 */
public final class SimulatedCloud implements AutoCloseable {

	private final Journal journal;

	private final FaultOrders orders = new FaultOrders();

	private final Endings endings = new Endings();

	private final EcsLimit limit;

	private final RemuxTasks tasks;

	private final CallHandler handler;

	private final int port;

	private @Nullable Listener listener;

	SimulatedCloud(CloudSettings settings) {
		CloudClock clock = new CloudClock(settings.ticker);
		JobPace pace = new JobPace(settings.jobDuration);
		this.journal = new Journal(settings.keepMessages);
		this.limit = new EcsLimit(settings.ecsLimit, settings.ecsWindow);
		this.tasks = new RemuxTasks(clock, pace, this.endings);
		Services services = new Services(new EcsApi(this.limit, clock, pace, settings.jobsKeptFor, this.endings),
				new CloudPhoneApi(clock, pace, this.endings), new WorkspaceApi(pace), new MpcApi(this.tasks));
		Gateway gateway = new Gateway(clock, this.orders, new ArrayList<>(settings.checks), services, this.journal);
		this.handler = new CallHandler(gateway,
				new Latencies(settings.minLatency, settings.maxLatency, settings.decidesAtAnyMoment));
		Listener first = Listener.open(settings.port, this.handler);
		this.port = first.port();
		this.listener = first;
	}

	/** Starts with the documented limits, on a free port. */
	public static SimulatedCloud start() {
		return configure().start();
	}

	/** Starts with the documented limits, on this port. */
	public static SimulatedCloud start(int port) {
		return configure().port(port).start();
	}

	public static CloudSettings configure() {
		return new CloudSettings();
	}

	/** {@code http://127.0.0.1:N}, the same while the cloud is down. */
	public URI address() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** The base of one region's endpoints. */
	public URI address(String region) {
		return URI.create(address() + "/" + region);
	}

	public Journal journal() {
		return this.journal;
	}

	/** Where faults are ordered. */
	public Faults faults() {
		return new Faults(this.orders);
	}

	/** Where a job's or a server's bad end is ordered. */
	public Endings endings() {
		return this.endings;
	}

	/** MPC's packaging tasks. */
	public RemuxTasks tasks() {
		return this.tasks;
	}

	/** How many calls were refused with {@code Ecs.0118}. Promise P1 keeps it at 0. */
	public long limitBreaches() {
		return this.limit.breaches();
	}

	/**
	 * Stops listening and cuts every connection, as a crash would: new ones are refused.
	 * What was restarted, and the journal, stay.
	 */
	public synchronized void goDown() {
		if (this.listener != null) {
			this.listener.close();
			this.listener = null;
		}
	}

	/** Listens again, on the same port. */
	public synchronized void comeBack() {
		if (this.listener == null) {
			this.listener = Listener.open(this.port, this.handler);
		}
	}

	/**
	 * Ends every call under way, a hanging one too, and returns once no thread is left.
	 */
	@Override
	public void close() {
		goDown();
	}

}
