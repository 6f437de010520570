package io.rekindle.deadletter;

import java.util.Optional;

import io.rekindle.ledger.DueLetter;
import io.rekindle.ledger.DueLetters;
import io.rekindle.ledger.OutageLog;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes the records that dispatch has given up, from the ledger's copy of them. */
@Component
class DueLetterPublisher {

	private final DueLetters letters;

	private final DeadLetterPublisher publisher;

	private final TransactionTemplate transaction;

	private final OutageLog outage = new OutageLog(LoggerFactory.getLogger(DueLetterPublisher.class),
			"Publishing dead letters");

	DueLetterPublisher(DueLetters letters, DeadLetterPublisher publisher, TransactionTemplate transaction) {
		this.letters = letters;
		this.publisher = publisher;
		this.transaction = transaction;
	}

	/** One that fails stays due, and is tried again at the next look. */
	@Scheduled(fixedDelay = 1_000)
	void publishAll() {
		try {
			boolean more = true;
			while (more) {
				more = Boolean.TRUE.equals(this.transaction.execute((status) -> publishNext()));
			}
			this.outage.worked();
		}
		catch (RuntimeException ex) {
			this.outage.failed(ex);
		}
	}

	private boolean publishNext() {
		Optional<DueLetter> due = this.letters.take();
		due.ifPresent((letter) -> this.publisher.publish(deadLetter(letter)).join());
		return due.isPresent();
	}

	private static DeadLetter deadLetter(DueLetter due) {
		String why = switch (due.reason()) {
			case OUTCOME_UNKNOWN -> "sent, and nobody can tell whether it happened";
			case EXHAUSTED -> "all attempts are used up";
			default -> throw new IllegalStateException(due.reason() + " is not dead-lettered by dispatch");
		};
		return new DeadLetter(due.record(), DeadLetter.Reason.valueOf(due.reason().name()),
				(due.message() != null) ? why + ": " + due.message() : why, due.commandId(), due.errorCode());
	}

}
