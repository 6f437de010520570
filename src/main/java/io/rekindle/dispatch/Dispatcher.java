package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.rekindle.cloud.Cloud;
import io.rekindle.cloud.SendDeadline;
import io.rekindle.command.CloudError;
import io.rekindle.command.Lane;
import io.rekindle.command.Reply;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.Signals;
import io.rekindle.ledger.TargetQueue;
import io.rekindle.ledger.WorkLoop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Looks at the lanes with work in turns, and sends what may go. Between two looks it
 * waits for new work, a call's end, the next grant's end or the next retry, whichever is
 * first.
 */
@Component
class Dispatcher extends WorkLoop {

	/** After intake has stopped. */
	static final int PHASE = DEFAULT_PHASE - 1_000;

	/**
	 * A look without any reason to: another replica may have accepted or given back
	 * something.
	 */
	private static final Duration SAFETY_NET = Duration.ofSeconds(1);

	/** A look that is under way when the replica is stopped may still send calls. */
	private static final Duration LAST_LOOK = Duration.ofSeconds(3);

	private final Worker worker;

	private final TargetQueue queue;

	private final Claims claims;

	private final Cloud cloud;

	private final ReplyRecorder recorder;

	private final Signals signals;

	private final Slots slots;

	private final ExhaustedLanes exhausted = new ExhaustedLanes(SAFETY_NET, System::nanoTime);

	private final Duration grace;

	private final ExecutorService calls = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());

	private int turn;

	Dispatcher(Worker worker, TargetQueue queue, Claims claims, Cloud cloud, ReplyRecorder recorder, Signals signals,
			DispatchSettings settings, @Value("${spring.lifecycle.timeout-per-shutdown-phase}") Duration grace) {
		super("Looking at the queue", PHASE, signals.queued());
		this.worker = worker;
		this.queue = queue;
		this.claims = claims;
		this.cloud = cloud;
		this.recorder = recorder;
		this.signals = signals;
		this.slots = new Slots(settings.maxConcurrentCalls());
		this.grace = grace;
	}

	/** Sends all that may go now, and tells when to look again. */
	@Override
	protected Duration work() {
		Duration rest = this.queue.release().filter((due) -> due.compareTo(SAFETY_NET) < 0).orElse(SAFETY_NET);
		boolean more = true;
		while (more && isRunning()) {
			more = false;
			List<Lane> ready = this.queue.readyLanes()
				.stream()
				.filter((lane) -> this.cloud.services().contains(lane.service()))
				.toList();
			for (Lane lane : inTurn(ready)) {
				int free = this.slots.free(lane, ready);
				if (free == 0 || !isRunning() || this.exhausted.contains(lane)) {
					continue;
				}
				Claim claim = this.claims.claim(this.worker.id(), lane, free);
				claim.calls().forEach((call) -> send(call, claim.deadline()));
				more |= claim.more();
				if (claim.untilPermits() != null) {
					this.exhausted.rest(lane, claim.untilPermits());
				}
			}
		}
		return this.exhausted.shortest(rest);
	}

	/** Another lane is the first each time. */
	private List<Lane> inTurn(List<Lane> ready) {
		List<Lane> lanes = new ArrayList<>(ready);
		if (!lanes.isEmpty()) {
			Collections.rotate(lanes, -(this.turn++ % lanes.size()));
		}
		return lanes;
	}

	private void send(OpenCall call, SendDeadline deadline) {
		this.worker.took(call.id());
		this.slots.take(call.lane());
		this.calls.execute(() -> {
			Reply reply = new Reply.Ambiguous(CloudError.withoutReply("the call was broken off"));
			try {
				Duration timeLeft = call.plan().timeLeft();
				reply = this.cloud.send(call.lane(), call.plan().resourceIds(),
						(timeLeft != null) ? deadline.atMost(timeLeft) : deadline);
			}
			finally {
				this.recorder.record(call, reply);
				this.slots.giveBack(call.lane());
				this.signals.queued().raise();
			}
		});
	}

	@Override
	protected Duration lastWork() {
		return LAST_LOOK;
	}

	/**
	 * Starts no more calls, and waits for those in flight as long as the grace period
	 * lets it.
	 */
	@Override
	public void stop() {
		super.stop();
		try {
			this.slots.awaitNone(this.grace.minus(LAST_LOOK).minus(LAST_LOOK).toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
