package io.rekindle.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.rekindle.cloud.CloudSettings;
import io.rekindle.command.QuotaScope;
import io.rekindle.ledger.LaneQueues;
import io.rekindle.parts.Parts;
import io.rekindle.quota.QuotaSettings;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** On a real database, with nobody who sends what is queued. */
class QuotaOutlookIT {

	private static final int LIMIT = 10;

	private static final Duration WINDOW = Duration.ofSeconds(60);

	private static final QuotaScope SCOPE = new QuotaScope("r1", "p1");

	private static final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final JdbcClient jdbc = context.getBean(JdbcClient.class);

	private final QuotaOutlook outlook = context.getBean(QuotaOutlook.class);

	@BeforeAll
	static void start() {
		DataSource dataSource = new DriverManagerDataSource(Parts.shared().createDatabase("outlook"), Parts.USER,
				Parts.PASSWORD);
		Flyway.configure().dataSource(dataSource).load().migrate();
		context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
		context.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
		context.registerBean(QuotaSettings.class, () -> new QuotaSettings(new QuotaSettings.Limit(LIMIT, WINDOW)));
		context.registerBean(CloudSettings.class,
				() -> new CloudSettings(new CloudSettings.Endpoints(null, null), WINDOW, WINDOW));
		context.registerBean(RestClient.Builder.class, () -> RestClient.builder());
		context.scan("io.rekindle.cloud", "io.rekindle.quota");
		context.register(LaneQueues.class, QuotaOutlook.class);
		context.refresh();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forgetAll() {
		this.jdbc.sql("truncate lane, hold, quota_scope cascade").update();
	}

	@Test
	void listsScopeThatWasNeverGrantedAnything() {
		lane("ECS", "r1", "p1", "SOFT");
		assertThat(this.outlook.list(null, 10)).containsExactly(new ScopeOutlook(SCOPE, LIMIT, WINDOW, 0, 0, null));
	}

	@Test
	void tellsWhatIsHeldAndQueuedAndWhenTheLastGoes() {
		int soft = lane("ECS", "r1", "p1", "SOFT");
		int hard = lane("ECS", "r1", "p1", "HARD");
		grant(SCOPE, 4, 20);
		grant(SCOPE, 5, -1);
		Instant end = grant(SCOPE, 6, 40);
		grant(new QuotaScope("r1", "p2"), 3, 50);
		queue(soft, 12, null);
		queue(hard, 3, null);

		assertThat(one()).isEqualTo(new ScopeOutlook(SCOPE, LIMIT, WINDOW, 10, 15, end.plus(WINDOW)));
	}

	@Test
	void lastGoesNowWherePermitsAreFree() {
		int lane = lane("ECS", "r1", "p1", "SOFT");
		grant(SCOPE, 4, 20);
		queue(lane, 6, null);
		Instant before = now();
		ScopeOutlook found = one();
		assertThat(found.held()).isEqualTo(4);
		assertThat(found.lastLeavesAt()).isBetween(before, now());
	}

	@Test
	void countsServerOnceThatIsQueuedTwiceInLane() {
		int soft = lane("ECS", "r1", "p1", "SOFT");
		int hard = lane("ECS", "r1", "p1", "HARD");
		queue(soft, 3, null);
		queue(soft, 2, null);
		queue(soft, 4, "infinity");
		queue(hard, 2, null);
		this.jdbc.sql("update target set state = 'SENDING' where lane_id = ? and resource_id = 'server-1'")
			.param(hard)
			.update();
		assertThat(one().queued()).isEqualTo(4 + 1);
	}

	@Test
	void tellsNoTimeWhileHoldStopsAnyOfIt() {
		int soft = lane("ECS", "r1", "p1", "SOFT");
		lane("ECS_SINGLE", "r1", "p1", "SOFT");
		Instant end = grant(SCOPE, LIMIT, 20);
		queue(soft, 1, null);
		hold("ECS", "r2", null);
		hold("ECS", null, "p2");
		hold("ECS_SINGLE", null, null);
		assertThat(one().lastLeavesAt()).as("others are held").isEqualTo(end);

		hold(null, "r1", null);
		assertThat(one()).isEqualTo(new ScopeOutlook(SCOPE, LIMIT, WINDOW, LIMIT, 1, null));
	}

	@Test
	void startsOnceTheCloudLetsIt() {
		int lane = lane("ECS", "r1", "p1", "SOFT");
		grant(SCOPE, LIMIT, 20);
		queue(lane, LIMIT + 1, null);
		Instant blockedUntil = instant("update lane set blocked_until = clock_timestamp() + interval '5 minutes' "
				+ "where id = ? returning blocked_until", lane);
		assertThat(one().lastLeavesAt()).isEqualTo(blockedUntil.plus(WINDOW));
	}

	@Test
	void waitsForTheLastRetryThatHasItsTime() {
		int lane = lane("ECS", "r1", "p1", "SOFT");
		int other = lane("ECS", "r1", "p2", "SOFT");
		queue(lane, 1, "10 minutes");
		queue(lane, 2, "5 minutes");
		queue(lane, 3, "infinity");
		queue(other, 1, "20 minutes");
		Instant due = instant("select max(due_at) from target where lane_id = ? and due_at < 'infinity'", lane);
		assertThat(one().lastLeavesAt()).isEqualTo(due);
	}

	@Test
	void listsScopesInOrderAndPageByPage() {
		lane("ECS", "r2", "p0", "SOFT");
		lane("ECS", "r1", "p2", "SOFT");
		lane("ECS_SINGLE", "r1", "p1", "SOFT");
		lane("ECS", "r1", "p1", "HARD");
		lane("MPC_REMUX", "r1", "media", "");

		assertThat(scopes(null, 10)).containsExactly(SCOPE, new QuotaScope("r1", "p2"), new QuotaScope("r2", "p0"));
		assertThat(scopes(null, 1)).containsExactly(SCOPE);
		assertThat(scopes(SCOPE, 1)).containsExactly(new QuotaScope("r1", "p2"));
		assertThat(scopes(new QuotaScope("r1", "p11"), 2)).as("after one that is not there")
			.containsExactly(new QuotaScope("r1", "p2"), new QuotaScope("r2", "p0"));
		assertThat(scopes(new QuotaScope("r2", "p0"), 2)).isEmpty();
	}

	private ScopeOutlook one() {
		return this.outlook.list(null, 1).getFirst();
	}

	private List<QuotaScope> scopes(@Nullable QuotaScope after, int most) {
		return this.outlook.list(after, most).stream().map(ScopeOutlook::scope).toList();
	}

	private int lane(String service, String region, String projectId, String restartType) {
		int lane = this.jdbc
			.sql("insert into lane (service, region, project_id, restart_type) values (?, ?, ?, ?) returning id")
			.params(service, region, projectId, restartType)
			.query(Integer.class)
			.single();
		this.jdbc.sql("""
				insert into command (command_id, lane_id, priority, details, content_hash, traceparent, record_topic,
					record_partition, record_offset, record_timestamp, record_value)
				values (?, ?, 1, '{}', '', '', '', 0, 0, 0, '')""").params("of-" + lane, lane).update();
		return lane;
	}

	/** Queues server-0, server-1 and so on in a lane. */
	private void queue(int lane, int servers, @Nullable String dueIn) {
		List<String> names = IntStream.range(0, servers).mapToObj((i) -> "server-" + i).toList();
		names.forEach((name) -> this.jdbc.sql("""
				insert into target (command, lane_id, resource_id, priority, due_at)
				select id, lane_id, ?, 1, clock_timestamp() + cast(? as interval) from command where lane_id = ?""")
			.param(name)
			.param(dueIn)
			.param(lane)
			.update());
	}

	private Instant grant(QuotaScope scope, int permits, int endsIn) {
		this.jdbc.sql("insert into quota_scope (region, project_id) values (?, ?) on conflict do nothing")
			.params(scope.region(), scope.projectId())
			.update();
		return this.jdbc
			.sql("""
					insert into quota_grant (scope_id, permits, ends_at)
					select id, ?, clock_timestamp() + make_interval(secs => ?) from quota_scope where region = ? and project_id = ?
					returning ends_at""")
			.params(permits, endsIn, scope.region(), scope.projectId())
			.query((row, _) -> row.getTimestamp(1).toInstant())
			.single();
	}

	private void hold(@Nullable String service, @Nullable String region, @Nullable String projectId) {
		this.jdbc.sql("insert into hold (service, region, project_id, reason) values (?, ?, ?, 'a test')")
			.param(service)
			.param(region)
			.param(projectId)
			.update();
	}

	private Instant now() {
		return this.jdbc.sql("select clock_timestamp()").query((row, _) -> row.getTimestamp(1).toInstant()).single();
	}

	private Instant instant(String sql, int lane) {
		return this.jdbc.sql(sql).param(lane).query((row, _) -> row.getTimestamp(1).toInstant()).single();
	}

}
