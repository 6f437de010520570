package io.rekindle.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.rekindle.command.Command;
import io.rekindle.command.CommandRequest;
import io.rekindle.command.CommandRules;
import io.rekindle.command.InvalidCommandException;
import io.rekindle.deadletter.DeadLetter;
import io.rekindle.ledger.Acceptance;
import io.rekindle.ledger.InvalidCommand;
import io.rekindle.ledger.OriginalRecord;
import io.rekindle.ledger.ReceivedCommand;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One polled batch, sorted into what goes to the ledger and what to the dead-letter
 * topic.
 */
final class Batch {

	private final List<ReceivedCommand> received = new ArrayList<>();

	private final List<InvalidCommand> invalid = new ArrayList<>();

	private final List<DeadLetter> letters = new ArrayList<>();

	private final Set<String> ids = new HashSet<>();

	/** Valid commands, in their order. */
	List<ReceivedCommand> received() {
		return this.received;
	}

	/** Commands that fail as INVALID, with an event of their own. */
	List<InvalidCommand> invalid() {
		return this.invalid;
	}

	/** What goes to the dead-letter topic. */
	List<DeadLetter> letters() {
		return this.letters;
	}

	/**
	 * Adds a record.
	 * @throws RuntimeException where it can't be judged now, the registry being away
	 */
	void add(ConsumerRecord<byte[], byte[]> record, CommandDecoder decoder) {
		OriginalRecord original = original(record);
		CommandRequest request;
		try {
			request = decoder.decode(record);
		}
		catch (UndecodableException ex) {
			this.letters.add(letter(original, DeadLetter.Reason.UNDECODABLE, ex, null));
			return;
		}
		String traceparent = Traceparent.of(record.headers());
		try {
			Command command = CommandRules.check(request);
			this.ids.add(command.commandId());
			this.received.add(new ReceivedCommand(command, original, traceparent));
		}
		catch (InvalidCommandException ex) {
			boolean named = CommandRules.isCommandId(request.commandId());
			this.letters.add(letter(original, DeadLetter.Reason.INVALID, ex, named ? request.commandId() : null));
			if (named && !this.ids.contains(request.commandId())) {
				this.invalid
					.add(new InvalidCommand(request, eventId(original), String.valueOf(ex.getMessage()), traceparent));
			}
		}
	}

	/**
	 * Adds the letters of those commands whose id the ledger found to belong to another
	 * one.
	 */
	void addConflicts(List<Acceptance> acceptances) {
		for (int i = 0; i < acceptances.size(); i++) {
			if (acceptances.get(i) == Acceptance.CONFLICT) {
				ReceivedCommand conflicting = this.received.get(i);
				this.letters.add(new DeadLetter(conflicting.record(), DeadLetter.Reason.INVALID,
						"commandId \"" + conflicting.command().commandId() + "\" was used before for something else"
								+ " (record type, region, project, service, restart type, resources or task)",
						conflicting.command().commandId(), null));
			}
		}
	}

	private static DeadLetter letter(OriginalRecord record, DeadLetter.Reason reason, RuntimeException why,
			@Nullable String commandId) {
		return new DeadLetter(record, reason, String.valueOf(why.getMessage()), commandId, null);
	}

	private static OriginalRecord original(ConsumerRecord<byte[], byte[]> record) {
		List<OriginalRecord.Header> headers = new ArrayList<>();
		record.headers().forEach((header) -> headers.add(new OriginalRecord.Header(header.key(), header.value())));
		return new OriginalRecord(record.topic(), record.partition(), record.offset(), record.timestamp(), record.key(),
				record.value(), headers);
	}

	/**
	 * Named after the record, so that it is the same when the record is delivered again.
	 */
	private static UUID eventId(OriginalRecord record) {
		String name = record.topic() + "/" + record.partition() + "/" + record.offset() + "/" + record.timestamp();
		return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
	}

}
