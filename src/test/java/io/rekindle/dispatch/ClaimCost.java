package io.rekindle.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rekindle.Rekindle;
import io.rekindle.command.Lane;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import io.rekindle.ledger.OpenCall;
import io.rekindle.parts.Parts;
import org.slf4j.LoggerFactory;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A queue of some length in a database of its own, whose head is claimed by hand: the
 * service's own dispatcher is stopped, and nothing is sent.
 */
final class ClaimCost implements AutoCloseable {

	static final Lane LANE = new Lane(Service.ECS, "r1", "deep", RestartType.SOFT);

	/** What PostgreSQL's auto_explain tells of each statement as it is executed. */
	private static final String EXPLAIN = "?options="
			+ String.join("%20", "-c%20session_preload_libraries=auto_explain", "-c%20auto_explain.log_min_duration=0",
					"-c%20auto_explain.log_level=notice", "-c%20auto_explain.log_analyze=on",
					"-c%20auto_explain.log_buffers=on", "-c%20auto_explain.log_timing=off");

	private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

	private final UUID worker = UUID.randomUUID();

	private final ConfigurableApplicationContext context;

	private final Claims claims;

	private final Turns turns;

	private ClaimCost(String jdbcUrl) {
		this.context = new SpringApplicationBuilder(Rekindle.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.bannerMode(Banner.Mode.OFF)
			.run(Stream
				.concat(Parts.shared().properties(jdbcUrl).entrySet().stream(),
						Stream.of(Map.entry("rekindle.quota.ecs.limit", "1000000000")))
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new));
		this.context.getBean(Dispatcher.class).stop();
		this.claims = this.context.getBean(Claims.class);
		this.turns = this.context.getBean(Turns.class);
	}

	/** A queue whose statements are explained. */
	static ClaimCost explained(String name, int queued) {
		return new ClaimCost(Parts.shared().createDatabase(name) + EXPLAIN).queue(queued);
	}

	/** A queue for measuring time. */
	static ClaimCost timed(String name, int queued) {
		return new ClaimCost(Parts.shared().createDatabase(name)).queue(queued);
	}

	/** Adds targets, in commands of 1,000. */
	ClaimCost queue(int targets) {
		JdbcClient jdbc = JdbcClient.create(this.context.getBean(JdbcTemplate.class));
		jdbc.sql("""
				insert into lane (service, region, project_id, restart_type) values ('ECS', 'r1', 'deep', 'SOFT')
				on conflict do nothing""").update();
		jdbc.sql(
				"""
						with lane as (select id from lane where project_id = 'deep'),
						made as (
							insert into command (command_id, lane_id, priority, details, content_hash, traceparent, record_topic,
								record_partition, record_offset, record_timestamp, record_value)
							select 'deep-' || gen_random_uuid(), lane.id, 1, '{}', '', '', '', 0, 0, 0, ''
							from lane, generate_series(1, greatest(1, :targets / 1000)) returning id
						)
						insert into target (command, lane_id, resource_id, priority)
						select made.id, lane.id, 'server-' || gen_random_uuid(), 1
						from lane, made, generate_series(1, least(1000, :targets))""")
			.param("targets", targets)
			.update();
		return this;
	}

	/** One turn and one claim of a full batch, as the dispatcher does them. */
	List<OpenCall> claim() {
		return this.turns.next()
			.groups()
			.stream()
			.flatMap((_) -> this.claims.claim(this.worker, Map.of(LANE, 1)).calls().stream())
			.toList();
	}

	/** The plans of the statements that one claim executes. */
	List<String> plans() {
		ListAppender<ILoggingEvent> told = new ListAppender<>();
		told.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
		told.start();
		Logger jdbc = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
		jdbc.setLevel(Level.DEBUG);
		jdbc.setAdditive(false);
		jdbc.addAppender(told);
		try {
			claim();
			String thread = Thread.currentThread().getName();
			return new ArrayList<>(told.list).stream()
				.filter((event) -> event.getThreadName().equals(thread))
				.map(ILoggingEvent::getFormattedMessage)
				.filter((message) -> message.contains("Query Text"))
				.toList();
		}
		finally {
			jdbc.detachAppender(told);
			jdbc.setAdditive(true);
			jdbc.setLevel(null);
		}
	}

	/** How many pages a plan's execution has touched, whether in memory or not. */
	static long pages(String plan) {
		MatchResult first = BUFFERS.matcher(plan).results().findFirst().orElse(null);
		if (first == null) {
			return 0;
		}
		return Long.parseLong(first.group(1)) + ((first.group(2) != null) ? Long.parseLong(first.group(2)) : 0);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
