package io.rekindle.ledger;

import java.time.Duration;

import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * A thread of the service that works, rests, and works again when it is woken or its rest
 * is over. What fails is tried again for as long as the process lives (P5). When the
 * service stops, it works once more.
 */
public abstract class WorkLoop implements SmartLifecycle {

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final String name;

	private final int phase;

	private final Signal wakeUp;

	private final OutageLog outage;

	private volatile boolean running;

	private Thread thread = Thread.currentThread();

	/**
	 * Makes a loop that is not started yet.
	 * @param name of the work, such as "Recording replies"; also of the thread
	 * @param phase lower ones are started earlier and stopped later
	 * @param wakeUp raised when there is work
	 */
	protected WorkLoop(String name, int phase, Signal wakeUp) {
		this.name = name;
		this.phase = phase;
		this.wakeUp = wakeUp;
		this.outage = new OutageLog(LoggerFactory.getLogger(getClass()), name);
	}

	/**
	 * Does what there is to do.
	 * @return how long to rest unless woken
	 * @throws RuntimeException where something is away; it is called again
	 */
	protected abstract Duration work();

	/** How long the last work may take once the service stops. */
	protected abstract Duration lastWork();

	private void run() {
		Duration rest = Duration.ZERO;
		boolean last = false;
		while (!last) {
			try {
				this.wakeUp.await(rest);
				last = !this.running;
				rest = work();
				this.outage.worked();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			catch (RuntimeException ex) {
				this.outage.failed(ex);
				rest = RETRY;
			}
		}
	}

	@Override
	public final void start() {
		this.running = true;
		this.thread = Thread.ofPlatform().name(this.name).start(this::run);
	}

	@Override
	public void stop() {
		this.running = false;
		this.wakeUp.raise();
		try {
			this.thread.join(lastWork());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public final boolean isRunning() {
		return this.running;
	}

	@Override
	public final int getPhase() {
		return this.phase;
	}

}
