package io.rekindle.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.rekindle.deadletter.DeadLetter;
import io.rekindle.deadletter.DeadLetterPublisher;
import io.rekindle.ledger.Acceptance;
import io.rekindle.ledger.CommandLedger;
import io.rekindle.ledger.OutageLog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Takes polled batches. When it returns, every record of the batch is in the ledger or in
 * the dead-letter topic, and its offset may be committed (P4). When it throws, something
 * of ours is away, and the same batch is tried again without end (P5).
 */
@Component
class Intake {

	private static final Logger log = LoggerFactory.getLogger(Intake.class);

	private final CommandDecoder decoder;

	private final CommandLedger ledger;

	private final DeadLetterPublisher deadLetters;

	/** Letters of a batch that is tried again, which need not be sent again. */
	private final Set<Position> sent = ConcurrentHashMap.newKeySet();

	private final OutageLog outage = new OutageLog(log, "Taking commands in");

	Intake(CommandDecoder decoder, CommandLedger ledger, DeadLetterPublisher deadLetters) {
		this.decoder = decoder;
		this.ledger = ledger;
		this.deadLetters = deadLetters;
	}

	@KafkaListener(id = "intake", idIsGroup = false,
			topics = { "${rekindle.topics.restart-commands}", "${rekindle.topics.retry-remux-commands}" })
	void receive(List<ConsumerRecord<byte[], byte[]>> records) {
		try {
			take(records);
			this.outage.worked();
		}
		catch (RuntimeException ex) {
			this.outage.failed(ex);
			throw ex;
		}
	}

	private void take(List<ConsumerRecord<byte[], byte[]>> records) {
		Batch batch = new Batch();
		records.forEach((record) -> batch.add(record, this.decoder));
		List<Acceptance> acceptances = (batch.received().isEmpty() && batch.invalid().isEmpty()) ? List.of()
				: this.ledger.accept(batch.received(), batch.invalid());
		batch.addConflicts(acceptances);
		publish(batch.letters());
		log.atInfo()
			.addKeyValue("records", records.size())
			.addKeyValue("accepted", Collections.frequency(acceptances, Acceptance.ACCEPTED))
			.addKeyValue("duplicates", Collections.frequency(acceptances, Acceptance.DUPLICATE))
			.addKeyValue("deadLetters", batch.letters().size())
			.log("Batch taken in");
	}

	private void publish(List<DeadLetter> letters) {
		List<CompletableFuture<?>> sends = new ArrayList<>();
		for (DeadLetter letter : letters) {
			Position position = Position.of(letter);
			if (!this.sent.contains(position)) {
				sends.add(this.deadLetters.publish(letter).thenRun(() -> this.sent.add(position)));
			}
		}
		CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
		letters.forEach((letter) -> this.sent.remove(Position.of(letter)));
	}

	private record Position(String topic, int partition, long offset) {

		static Position of(DeadLetter letter) {
			return new Position(letter.record().topic(), letter.record().partition(), letter.record().offset());
		}

	}

}
