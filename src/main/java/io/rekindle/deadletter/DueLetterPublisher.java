package io.rekindle.deadletter;

import java.util.List;
import java.util.Objects;

import io.rekindle.ledger.DueLetter;
import io.rekindle.ledger.DueLetters;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes the records that dispatch has given up, from the ledger's copy of them. */
@Component
class DueLetterPublisher {

	private static final int TOGETHER = 100;

	private final DueLetters letters;

	private final DeadLetterPublisher publisher;

	private final TransactionTemplate transaction;

	DueLetterPublisher(DueLetters letters, DeadLetterPublisher publisher, TransactionTemplate transaction) {
		this.letters = letters;
		this.publisher = publisher;
		this.transaction = transaction;
	}

	/** Those that fail stay due, and are tried again at the next look. */
	@Scheduled(fixedDelay = 1_000)
	void publish() {
		this.transaction.executeWithoutResult((status) -> {
			List<DueLetter> due = this.letters.lock(TOGETHER);
			for (DueLetter letter : due) {
				this.publisher.publish(deadLetter(letter)).join();
				this.letters.published(letter);
			}
		});
	}

	private static DeadLetter deadLetter(DueLetter due) {
		return new DeadLetter(due.record(), DeadLetter.Reason.valueOf(due.reason().name()),
				Objects.requireNonNullElse(due.message(), "no reply says more"), due.commandId(), due.errorCode());
	}

}
