package io.rekindle.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.rekindle.ledger.Outbox;
import io.rekindle.ledger.Outcome;
import io.rekindle.ledger.Signals;
import io.rekindle.ledger.WorkLoop;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes outcomes until the broker has acknowledged each (P2). Those of one command go
 * one after the other; those of different commands side by side. What fails stays in the
 * outbox, with the same event id, and so do the later ones of its command.
 */
@Component
class OutcomePublisher extends WorkLoop {

	/** After the last replies were recorded. */
	private static final int PHASE = DEFAULT_PHASE - 1_002;

	private static final int BATCH = 1_000;

	private static final Duration SAFETY_NET = Duration.ofMillis(500);

	/**
	 * Another replica is publishing, perhaps before it could see what this one has
	 * written.
	 */
	private static final Duration TURN = Duration.ofMillis(50);

	private final Outbox outbox;

	private final TransactionTemplate transaction;

	private final KafkaOperations<Object, Object> kafka;

	private final EventEncoder encoder;

	/** Why something was not acknowledged at the last try: the first reason. */
	private @Nullable Throwable failure;

	OutcomePublisher(Outbox outbox, TransactionTemplate transaction, KafkaOperations<Object, Object> kafka,
			OutcomeTopics topics, Signals signals) {
		super("Publishing outcomes", PHASE, signals.recorded());
		this.outbox = outbox;
		this.transaction = transaction;
		this.kafka = kafka;
		this.encoder = new EventEncoder(topics);
	}

	@Override
	protected Duration work() {
		while (true) {
			Published published = this.transaction
				.execute((status) -> this.outbox.lock() ? publish() : Published.LOCKED);
			switch (published) {
				case ALL -> {
					return SAFETY_NET;
				}
				case LOCKED -> {
					return TURN;
				}
				case FAILED -> throw new IllegalStateException("outcomes were not acknowledged", this.failure);
				case MORE -> {
				}
			}
		}
	}

	private Published publish() {
		List<Outcome> next = this.outbox.next(BATCH);
		if (next.isEmpty()) {
			return Published.ALL;
		}
		Map<String, List<Outcome>> byCommand = new LinkedHashMap<>();
		next.forEach((outcome) -> byCommand.computeIfAbsent(outcome.about().commandId(), (id) -> new ArrayList<>())
			.add(outcome));
		this.failure = null;
		List<Outcome> acknowledged = new ArrayList<>();
		for (int round = 0; !byCommand.isEmpty(); round++) {
			acknowledged.addAll(publishRound(byCommand, round));
		}
		this.outbox.published(acknowledged);
		if (acknowledged.size() < next.size()) {
			return Published.FAILED;
		}
		return (next.size() < BATCH) ? Published.ALL : Published.MORE;
	}

	/**
	 * Publishes the outcome at one position of each command; those of a failed one are
	 * dropped.
	 */
	private List<Outcome> publishRound(Map<String, List<Outcome>> byCommand, int round) {
		byCommand.values().removeIf((outcomes) -> outcomes.size() <= round);
		Map<Outcome, CompletableFuture<?>> sends = sendRound(byCommand.values(), round);
		List<Outcome> acknowledged = new ArrayList<>();
		sends.forEach((outcome, send) -> {
			try {
				send.join();
				acknowledged.add(outcome);
			}
			catch (CompletionException ex) {
				if (this.failure == null) {
					this.failure = ex;
				}
				byCommand.remove(outcome.about().commandId());
			}
		});
		return acknowledged;
	}

	private Map<Outcome, CompletableFuture<?>> sendRound(Collection<List<Outcome>> commands, int round) {
		Instant timestamp = this.outbox.now();
		Map<Outcome, CompletableFuture<?>> sends = new LinkedHashMap<>();
		boolean away = false;
		for (List<Outcome> outcomes : commands) {
			Outcome outcome = outcomes.get(round);
			CompletableFuture<?> send = away ? CompletableFuture.failedFuture(new IllegalStateException("not tried"))
					: send(outcome, timestamp);
			away |= send.isCompletedExceptionally() && isOutage(send.exceptionNow());
			sends.put(outcome, send);
		}
		return sends;
	}

	private CompletableFuture<?> send(Outcome outcome, Instant timestamp) {
		try {
			return this.kafka.send(this.encoder.record(outcome, timestamp));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * An outage would fail the next ones too; a refusal, as of one event's schema, is its
	 * own (P6).
	 */
	private static boolean isOutage(Throwable failure) {
		return NestedExceptionUtils.getMostSpecificCause(failure) instanceof RetriableException
				|| failure instanceof RetriableException || failure.getCause() instanceof RetriableException;
	}

	/** So that a rolling restart leaves nothing for the next replica's poll. */
	@Override
	protected Duration lastWork() {
		return Duration.ofSeconds(2);
	}

	private enum Published {

		ALL, MORE, LOCKED, FAILED

	}

}
