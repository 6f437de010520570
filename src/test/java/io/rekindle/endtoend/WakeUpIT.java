package io.rekindle.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import io.rekindle.simulatedcloud.Fault;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One replica takes commands in and sends nothing; the other one sends. */
class WakeUpIT {

	private static final int COMMANDS = 30;

	private static Scenario scenario;

	private static DataSource database;

	@BeforeAll
	static void start() {
		scenario = new Scenario(SimulatedCloud.configure().ecsLimit(1_000, Duration.ofSeconds(60)).start(),
				Map.of("rekindle.dispatch.backoff-initial", "50ms", "logging.level.io.rekindle", "WARN"));
		scenario.start();
		database = scenario.lastReplica().getBean(DataSource.class);
		MessageListenerContainer intake = Objects.requireNonNull(
				scenario.lastReplica().getBean(KafkaListenerEndpointRegistry.class).getListenerContainer("intake"));
		await().atMost(Duration.ofSeconds(20)).until(intake::isRunning);
		intake.stop();
		scenario.start();
		scenario.lastReplica().getBean("dispatcher", SmartLifecycle.class).stop();
		carryOut("first", SampleCommands.restart("first", "wake-up", "first"), Duration.ofSeconds(60));
	}

	@AfterAll
	static void stop() {
		scenario.close();
	}

	@Test
	void sendsAtOnceWhatAnotherReplicaAccepted() {
		double[] millis = new double[COMMANDS];
		for (int i = 0; i < COMMANDS; i++) {
			String id = "wake-up-" + i;
			millis[i] = carryOut(id, SampleCommands.restart(id, "wake-up", id), Duration.ofSeconds(20));
		}
		Arrays.sort(millis);
		System.out.printf("Lone command to another replica, %d times: median %.1f ms, longest %.1f ms%n", COMMANDS,
				millis[COMMANDS / 2], millis[COMMANDS - 1]);
		assertThat(millis[COMMANDS / 2]).isLessThan(200);
		assertThat(millis[COMMANDS - 1]).isLessThan(2_000);
	}

	@Test
	void tellsOnceOfEachChange() throws SQLException {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("listen rekindle_queue");
			PGConnection postgres = connection.unwrap(PGConnection.class);
			untilQuiet(postgres);

			carryOut("told", SampleCommands.restart("told", "wake-up", "told"), Duration.ofSeconds(20));
			assertThat(untilQuiet(postgres)).as("accepted by one, permits held shorter by the other")
				.hasSize(2)
				.doesNotHaveDuplicates();

			carryOut("told-task", SampleCommands.retry("told-task", "wake-up", "told-task"), Duration.ofSeconds(20));
			assertThat(untilQuiet(postgres)).as("accepted; no permits").hasSize(1);

			scenario.cloud().faults().forProject("put-off").next(1, Fault.throttled());
			carryOut("put-off", SampleCommands.retry("put-off", "put-off", "put-off"), Duration.ofSeconds(20));
			assertThat(untilQuiet(postgres)).as("accepted, put back into the queue").hasSize(2);
			statement.execute("unlisten *");
		}
	}

	/**
	 * Returns when the system is idle again.
	 * @return milliseconds until the call arrived at the cloud
	 */
	private static double carryOut(String target, SpecificRecord command, Duration atMost) {
		int events = scenario.eventRecords().size();
		long sent = System.nanoTime();
		scenario.send(command);
		await().atMost(atMost).pollInterval(Duration.ofMillis(2)).until(() -> scenario.eventRecords().size() > events);
		return (scenario.cloud().journal().restartsOf(target).getFirst().arrivedNanos() - sent) / 1e6;
	}

	/** Who told, one after the other; replicas that wake each other never end. */
	private static List<String> untilQuiet(PGConnection postgres) throws SQLException {
		List<String> told = new ArrayList<>();
		PGNotification[] heard;
		do {
			heard = postgres.getNotifications(1_000);
			Arrays.stream(heard).map(PGNotification::getParameter).forEach(told::add);
		}
		while (heard.length > 0 && told.size() < 100);
		return told;
	}

}
