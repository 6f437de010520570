package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.rekindle.cloud.Cloud;
import io.rekindle.cloud.SendDeadline;
import io.rekindle.command.CloudError;
import io.rekindle.command.Lane;
import io.rekindle.command.Reply;
import io.rekindle.command.Service;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.Signals;
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

	/** A look that is under way when the replica is stopped may still send calls. */
	private static final Duration LAST_LOOK = Duration.ofSeconds(3);

	private final Worker worker;

	private final Turns turns;

	private final Claims claims;

	private final Cloud cloud;

	private final ReplyRecorder recorder;

	private final Signals signals;

	private final Slots slots;

	private final Duration grace;

	private final ExecutorService calls = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());

	Dispatcher(Worker worker, Turns turns, Claims claims, Cloud cloud, ReplyRecorder recorder, Signals signals,
			DispatchSettings settings, @Value("${spring.lifecycle.timeout-per-shutdown-phase}") Duration grace) {
		super("Looking at the queue", PHASE, signals.queued());
		this.worker = worker;
		this.turns = turns;
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
		Turns.Turn turn = this.turns.next();
		while (isRunning() && send(turn)) {
			turn = this.turns.next();
		}
		return turn.rest();
	}

	/** Returns whether anything was sent: then there may be more to send. */
	private boolean send(Turns.Turn turn) {
		Map<Service, Integer> busy = this.slots.busy(turn.groups().stream().flatMap(List::stream).toList());
		boolean sent = false;
		for (List<Lane> lanes : turn.groups()) {
			Map<Lane, Integer> free = this.slots.free(lanes, busy);
			if (!free.isEmpty() && isRunning()) {
				Claim claim = this.claims.claim(this.worker.id(), free);
				claim.calls().forEach((call) -> send(call, claim.deadline()));
				sent |= !claim.calls().isEmpty();
			}
		}
		return sent;
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
