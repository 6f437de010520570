package io.rekindle.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.rekindle.command.Command;
import io.rekindle.command.FailureReason;
import io.rekindle.command.Lane;
import io.rekindle.command.Priority;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import io.rekindle.parts.Parts;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** On a real database. */
class RetentionIT {

	private static final Duration RETENTION = Duration.ofDays(30);

	private final DataSource dataSource = database();

	private final JdbcClient jdbc = JdbcClient.create(this.dataSource);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new JdbcTransactionManager(this.dataSource));

	private final Signals signals = new Signals();

	private final CommandLedger ledger = new CommandLedger(this.jdbc, this.transaction, new Lanes(this.jdbc),
			this.signals);

	private final TargetLog targets = new TargetLog(this.jdbc, this.signals);

	private final Outbox outbox = new Outbox(this.jdbc);

	@Test
	void forgetsWhatIsSettledToldAndOld() {
		accept("waits", "unpublished", "letter-due", "done", "young");
		settle("unpublished", FailureReason.REFUSED);
		publishAll(1);
		settle("letter-due", FailureReason.EXHAUSTED);
		settle("done", FailureReason.REFUSED);
		settle("young", FailureReason.REFUSED);
		publishAll(3);
		this.jdbc.sql("update outcome set published_at = null where command_id = 'unpublished'").update();
		age("waits", "unpublished", "letter-due", "done");

		new Retention(this.jdbc, new LedgerSettings(RETENTION)).forget();

		assertThat(this.jdbc.sql("select command_id from command order by id").query(String.class).list())
			.containsExactly("waits", "unpublished", "letter-due", "young");
		assertThat(this.jdbc.sql("select count(*) from target").query(Integer.class).single()).isEqualTo(4);
		assertThat(this.jdbc.sql("select count(*) from outcome").query(Integer.class).single()).isEqualTo(3);
	}

	private void accept(String... commandIds) {
		Lane lane = new Lane(Service.ECS, "r", "p", RestartType.SOFT);
		for (String id : commandIds) {
			Command command = new Command(id, Instant.EPOCH, "tests", lane, List.of("s"), Priority.NORMAL, null,
					Map.of());
			OriginalRecord record = new OriginalRecord("t", 0, 0, 0, null, new byte[] { 1 }, List.of());
			this.ledger.accept(List.of(new ReceivedCommand(command, record, "trace")), List.of());
		}
	}

	private void settle(String commandId, FailureReason reason) {
		long target = this.jdbc.sql("select t.id from target t join command c on c.id = t.command where command_id = ?")
			.param(commandId)
			.query(Long.class)
			.single();
		this.transaction.executeWithoutResult((status) -> this.targets
			.write(List.of(new TargetChange(target, null, new Change.Failed(reason, null)))));
	}

	private void publishAll(int expected) {
		List<Outcome> next = this.outbox.next(100);
		assertThat(next).hasSize(expected);
		this.outbox.published(next);
	}

	private void age(String... commandIds) {
		this.jdbc.sql("update command set received_at = received_at - interval '31 days' where command_id = any (?)")
			.param(SqlArrays.texts(List.of(commandIds)))
			.update();
	}

	private static DataSource database() {
		DataSource dataSource = new DriverManagerDataSource(Parts.shared().createDatabase("retention"), Parts.USER,
				Parts.PASSWORD);
		Flyway.configure().dataSource(dataSource).load().migrate();
		return dataSource;
	}

}
