package io.rekindle.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.rekindle.parts.Parts;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Says in a few lines how far the service is, whenever that has changed. */
final class StatusLines {

	private static final Duration LOOK = Duration.ofSeconds(1);

	/** While something waits, it is said again every so many looks. */
	private static final int REMINDER = 15;

	private static final int LIMIT = 1_000;

	private final JdbcClient jdbc;

	private final Admin admin;

	StatusLines(String jdbcUrl, String bootstrapServers) {
		this.jdbc = JdbcClient.create(new DriverManagerDataSource(jdbcUrl, Parts.USER, Parts.PASSWORD));
		this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
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
				boolean again = ++looks % REMINDER == 0 && !waiting().isEmpty();
				if (!counts.equals(last) || again) {
					LocalRun.print(LocalRun.time() + "  " + counts);
					waiting().forEach((line) -> LocalRun.print("          " + line));
					last = counts;
				}
				else if (!told && waiting().isEmpty()) {
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
		return this.jdbc
			.sql("""
					select s.region, s.project_id, w.waiting, held.permits, held.next_end, held.last_end
					from (select l.region, l.project_id, count(*) as waiting from target t join lane l on l.id = t.lane_id
							where t.state = 'QUEUED' and l.service in ('ECS', 'ECS_SINGLE') group by l.region, l.project_id) w
						join quota_scope s using (region, project_id)
						cross join lateral (
							select coalesce(sum(permits), 0) as permits,
								extract(epoch from min(ends_at) - clock_timestamp()) as next_end,
								extract(epoch from max(ends_at) - clock_timestamp()) as last_end
							from quota_grant g where g.scope_id = s.id and g.ends_at > clock_timestamp()) held
					order by s.id""")
			.query((row, number) -> line(row.getString(1) + "/" + row.getString(2), row.getLong(3), row.getLong(4),
					row.getDouble(5), row.getDouble(6)))
			.list();
	}

	private static String line(String scope, long waiting, long held, double nextEnd, double lastEnd) {
		long windowsMore = Math.max(0, waiting - 1) / LIMIT;
		return "quota %s: %,d of %,d used, %,d wait: the next go in %.0f s, the last in about %.0f s".formatted(scope,
				held, LIMIT, waiting, nextEnd, lastEnd + windowsMore * 60);
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
