package io.rekindle.ledger;

import java.util.List;
import java.util.OptionalInt;

import io.rekindle.command.FailureReason;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls commands off, as far as they are still queued. */
@Component
public class Cancellations {

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final TargetLog targets;

	Cancellations(JdbcClient jdbc, TransactionTemplate transaction, TargetLog targets) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.targets = targets;
	}

	/**
	 * Fails all targets of a command that are queued as CANCELLED. A call that is being
	 * claimed at this moment is waited for: its targets are sent.
	 * @return how many targets; empty where the command is not known
	 */
	public OptionalInt cancel(String commandId) {
		return this.transaction.execute((status) -> {
			List<Long> command = this.jdbc.sql("select id from command where command_id = ?")
				.param(commandId)
				.query(Long.class)
				.list();
			return command.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cancel(command.getFirst()));
		});
	}

	private int cancel(long command) {
		List<TargetChange> cancelled = this.jdbc
			.sql("select id from target where command = ? and state = 'QUEUED' order by id for update")
			.param(command)
			.query(Long.class)
			.list()
			.stream()
			.map((id) -> new TargetChange(id, null, new Change.Failed(FailureReason.CANCELLED, null)))
			.toList();
		if (!cancelled.isEmpty()) {
			this.targets.write(cancelled);
		}
		return cancelled.size();
	}

}
