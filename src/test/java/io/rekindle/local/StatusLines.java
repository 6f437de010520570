package io.rekindle.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.rekindle.dispatch.QuotaOutlook;
import io.rekindle.dispatch.ScopeOutlook;
import io.rekindle.parts.Parts;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Says in a few lines how far the service is, whenever that has changed. */
final class StatusLines {

	private static final Duration LOOK = Duration.ofSeconds(1);

	/** While something waits, it is said again every so many looks. */
	private static final int REMINDER = 15;

	private static final int MOST_SCOPES = 20;

	private final JdbcClient jdbc;

	private final Admin admin;

	private final QuotaOutlook outlook;

	StatusLines(String jdbcUrl, String bootstrapServers, QuotaOutlook outlook) {
		this.jdbc = JdbcClient.create(new DriverManagerDataSource(jdbcUrl, Parts.USER, Parts.PASSWORD));
		this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
		this.outlook = outlook;
	}

	/**
	 * Prints while the service runs; {@code whenSettled} runs the first time that nothing
	 * waits.
	 */
	void run(BooleanSupplier running, Runnable whenSettled) {
		String last = "";
		boolean told = false;
		int looks = 0;
		try {
			while (running.getAsBoolean()) {
				String counts = counts();
				List<String> waiting = waiting();
				boolean again = ++looks % REMINDER == 0 && !waiting.isEmpty();
				if (!counts.equals(last) || again) {
					LocalRun.print(LocalRun.time() + "  " + counts);
					waiting.forEach((line) -> LocalRun.print("          " + line));
					last = counts;
				}
				else if (!told && waiting.isEmpty()) {
					whenSettled.run();
					told = true;
				}
				Thread.sleep(LOOK);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | DataAccessException ex) {
			if (running.getAsBoolean()) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private String counts() throws InterruptedException, ExecutionException {
		return this.jdbc.sql("""
				select (select count(*) from command), count(*), (select count(*) from call where ended_at is not null),
					count(*) filter (where state = 'SUBMITTED'), count(*) filter (where state = 'FAILED'),
					count(*) filter (where state in ('QUEUED', 'SENDING'))
				from target""")
			.query((row,
					number) -> "accepted %,d commands (%,d targets) · sent %,d calls · submitted %,d · failed %,d · waiting %,d"
						.formatted(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5),
								row.getLong(6)))
			.single() + " · dead-lettered %,d".formatted(deadLetters());
	}

	/** One line for each quota scope that something waits for. */
	private List<String> waiting() {
		return this.outlook.list(null, MOST_SCOPES)
			.stream()
			.filter((scope) -> scope.queued() > 0)
			.map(StatusLines::line)
			.toList();
	}

	private static String line(ScopeOutlook scope) {
		return "quota %s/%s: %,d of %,d used, %,d wait: %s".formatted(scope.scope().region(), scope.scope().projectId(),
				scope.held(), scope.limit(), scope.queued(), last(scope.lastLeavesAt()));
	}

	/** The database is on this machine, and so has this JVM's clock. */
	private static String last(@Nullable Instant leavesAt) {
		return (leavesAt != null)
				? "the last goes in about %.0f s"
					.formatted(Math.max(0, Duration.between(Instant.now(), leavesAt).toMillis() / 1e3))
				: "nobody can tell how long";
	}

	private long deadLetters() throws InterruptedException, ExecutionException {
		List<String> topics = List.of("restart-commands-dlt", "retry-remux-commands-dlt");
		Map<TopicPartition, OffsetSpec> latest = this.admin.describeTopics(topics)
			.allTopicNames()
			.get()
			.values()
			.stream()
			.flatMap((topic) -> topic.partitions()
				.stream()
				.map((each) -> new TopicPartition(topic.name(), each.partition())))
			.collect(Collectors.toMap((partition) -> partition, (partition) -> OffsetSpec.latest()));
		return this.admin.listOffsets(latest).all().get().values().stream().mapToLong((end) -> end.offset()).sum();
	}

}
