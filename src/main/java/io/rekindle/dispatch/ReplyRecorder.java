package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import io.rekindle.cloud.Cloud;
import io.rekindle.command.CloudError;
import io.rekindle.command.Reply;
import io.rekindle.ledger.CallLog;
import io.rekindle.ledger.EndedCall;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.QueuedTarget;
import io.rekindle.ledger.Signals;
import io.rekindle.ledger.TargetLog;
import io.rekindle.ledger.TargetQueue;
import io.rekindle.ledger.WorkLoop;
import io.rekindle.quota.SlidingWindow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The second of the two transactions of a call: its reply, the new states and the
 * outcomes. Replies that come at the same time are recorded together. One that can't be
 * recorded is kept and tried again for as long as the process lives (P5).
 */
@Component
class ReplyRecorder extends WorkLoop {

	/** After the dispatcher has stopped, and before the outcomes' last publication. */
	static final int PHASE = Dispatcher.PHASE - 1;

	private static final Logger log = LoggerFactory.getLogger(ReplyRecorder.class);

	private static final int TOGETHER = 256;

	private static final Duration REST = Duration.ofMinutes(1);

	private final Worker worker;

	private final TransactionTemplate transaction;

	private final CallLog calls;

	private final TargetLog targets;

	private final TargetQueue queue;

	private final SlidingWindow window;

	private final Verdict verdict;

	private final Duration callTimeout;

	private final Clocks clocks;

	private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

	private final List<Ended> unwritten = new ArrayList<>();

	private final Signals signals;

	ReplyRecorder(Worker worker, TransactionTemplate transaction, CallLog calls, TargetLog targets, TargetQueue queue,
			SlidingWindow window, Verdict verdict, Cloud cloud, Clocks clocks, Signals signals) {
		super("Recording replies", PHASE, signals.replied());
		this.signals = signals;
		this.worker = worker;
		this.transaction = transaction;
		this.calls = calls;
		this.targets = targets;
		this.queue = queue;
		this.window = window;
		this.verdict = verdict;
		this.callTimeout = cloud.callTimeout();
		this.clocks = clocks;
	}

	void record(OpenCall call, Reply reply) {
		EndedCall end = this.verdict.of(call, reply);
		CloudError error = end.error();
		log.atLevel((error != null) ? Level.INFO : Level.DEBUG)
			.addKeyValue("callId", call.id())
			.addKeyValue("lane", call.lane())
			.addKeyValue("targets", call.plan().targets().size())
			.addKeyValue("reply", end.kind())
			.addKeyValue("error", (error != null) ? error.code() : null)
			.log("Call ended");
		this.ended.add(new Ended(call, reply, end, this.clocks.nanos().getAsLong()));
		this.signals.replied().raise();
	}

	@Override
	protected Duration work() {
		this.ended.drainTo(this.unwritten);
		while (!this.unwritten.isEmpty()) {
			List<Ended> together = this.unwritten.subList(0, Math.min(TOGETHER, this.unwritten.size()));
			try {
				record(together);
				together.clear();
			}
			catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				recordEach(this.unwritten);
			}
		}
		return REST;
	}

	/** A reply that can't be written must not hold the others (P6). */
	private void recordEach(List<Ended> together) {
		List<RuntimeException> failures = new ArrayList<>();
		together.removeIf((each) -> {
			try {
				record(List.of(each));
				return true;
			}
			catch (RuntimeException ex) {
				failures.add(ex);
				return false;
			}
		});
		if (!failures.isEmpty()) {
			throw failures.getFirst();
		}
	}

	private void record(List<Ended> together) {
		this.transaction.executeWithoutResult((status) -> write(together));
		together.forEach((each) -> this.worker.recorded(each.open().id()));
	}

	private void write(List<Ended> together) {
		this.calls.end(together.stream().map(Ended::call).toList());
		List<Long> packs = together.stream().flatMap(Ended::refusedPacks).distinct().toList();
		if (!packs.isEmpty()) {
			this.queue.clearSuspects(packs);
		}
		this.targets.write(together.stream().flatMap((each) -> each.call().changes().stream()).toList());
		List<SlidingWindow.GrantEnd> ends = new ArrayList<>();
		for (Ended each : together) {
			Long grantId = each.open().plan().grantId();
			if (grantId != null) {
				ends.add(new SlidingWindow.GrantEnd(grantId, held(each)));
			}
			if (each.reply() instanceof Reply.Throttled throttled && throttled.retryAfter() != null) {
				this.queue.block(each.open().lane(), throttled.retryAfter());
			}
		}
		this.window.end(ends);
		if (!ends.isEmpty()) {
			this.signals.changed().afterCommit();
		}
	}

	/**
	 * How long from now the cloud may still read the call: less than nothing where the
	 * reply came a while ago. Null where it certainly restarted nothing.
	 */
	private @Nullable Duration held(Ended ended) {
		Duration sinceReply = Duration.ofNanos(this.clocks.nanos().getAsLong() - ended.nanos());
		return switch (ended.reply()) {
			case Reply.NeverSent neverSent -> null;
			case Reply.Refused refused -> null;
			case Reply.SignedOut signedOut -> null;
			case Reply.Busy busy -> null;
			case Reply.Accepted accepted -> sinceReply.negated();
			case Reply.Throttled throttled -> sinceReply.negated();
			case Reply.Ambiguous ambiguous -> this.callTimeout.minus(sinceReply);
		};
	}

	@Override
	protected Duration lastWork() {
		return Duration.ofSeconds(2);
	}

	/**
	 * A call whose reply is to be recorded.
	 *
	 * @param nanos when the reply came, by the monotonic clock
	 */
	private record Ended(OpenCall open, Reply reply, EndedCall call, long nanos) {

		/** The packs among whose suspects there is certainly a bad one. */
		Stream<Long> refusedPacks() {
			return (this.reply instanceof Reply.Refused)
					? this.open.plan().targets().stream().map(QueuedTarget::pack).filter(Objects::nonNull)
					: Stream.empty();
		}

	}

}
