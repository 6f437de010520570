package io.rekindle.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.QueuedTarget;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** What really happened, kept apart from the ledger, to hold the ledger against it. */
final class Books {

	private final Map<Long, Integer> carriedOut = new HashMap<>();

	private final Map<Long, Instant> left = new HashMap<>();

	private final Map<String, NavigableMap<Duration, Integer>> counted = new HashMap<>();

	private final Set<UUID> silent = new HashSet<>();

	private int asked;

	private int calls;

	private int crashes;

	/** A command with so many targets was accepted. */
	void asked(int targets) {
		this.asked += targets;
	}

	void left(OpenCall call, Instant at) {
		this.calls++;
		call.plan().targets().forEach((target) -> this.left.put(target.id(), at));
	}

	void carriedOut(OpenCall call) {
		call.plan()
			.targets()
			.stream()
			.map(QueuedTarget::id)
			.forEach((id) -> this.carriedOut.merge(id, 1, Integer::sum));
	}

	/** The cloud may have counted it: it was not certainly refused. */
	void counted(OpenCall call, Duration at) {
		this.counted.computeIfAbsent(call.lane().projectId(), (_) -> new TreeMap<>())
			.merge(at, call.plan().resourceIds().size(), Integer::sum);
	}

	/** The most servers that the cloud may have counted in a window, its end excluded. */
	int mostInAnyWindow(String project, Duration window) {
		NavigableMap<Duration, Integer> all = this.counted.getOrDefault(project, new TreeMap<>());
		return all.keySet()
			.stream()
			.mapToInt((start) -> all.subMap(start, start.plus(window)).values().stream().mapToInt((n) -> n).sum())
			.max()
			.orElse(0);
	}

	/** Its calls in flight may be lost. */
	void crashed(UUID replica) {
		this.crashes++;
		this.silent.add(replica);
	}

	/** It may be taken for dead, and its calls for lost. */
	void napped(UUID replica) {
		this.silent.add(replica);
	}

	int calls() {
		return this.calls;
	}

	int crashes() {
		return this.crashes;
	}

	int targets() {
		return this.asked;
	}

	/** P2 and P3, once nothing waits and nothing is on its way any more. */
	void check(JdbcClient jdbc) {
		List<Settled> settled = jdbc.sql("""
				select t.id, t.state, t.reason, t.not_after, call.reply, call.worker_id,
					(select count(*) from outcome o cross join unnest(o.resource_ids) as resource (id)
						where o.command = t.command and resource.id = t.resource_id) as outcomes,
					(select min(o.kind) from outcome o
						where o.command = t.command and t.resource_id = any (o.resource_ids)) as kind
				from target t left join call on call.id = t.call_id order by t.id""").query(Books::settled).list();
		assertThat(settled).hasSize(this.asked).allSatisfy(this::check);
	}

	private void check(Settled target) {
		int restarts = this.carriedOut.getOrDefault(target.id(), 0);
		assertThat(restarts).as("times that it was restarted (P3)").isLessThanOrEqualTo(1);
		assertThat(target.outcomes()).as("its outcomes (P2)").isOne();
		assertThat(target.kind()).isEqualTo(target.state().equals("SUBMITTED") ? "JobSubmitted" : "JobFailed");
		if (!"OUTCOME_UNKNOWN".equals(target.reason())) {
			assertThat(restarts).as("times that it was restarted")
				.isEqualTo(target.state().equals("SUBMITTED") ? 1 : 0);
		}
		else if ("LOST".equals(target.reply())) {
			assertThat(this.silent).as("dead replicas").contains(target.workerId());
		}
		else {
			assertThat(target.reply()).isEqualTo("AMBIGUOUS");
		}
		Instant lastLeft = this.left.get(target.id());
		if (target.notAfter() != null && lastLeft != null) {
			assertThat(lastLeft).as("when it left").isBeforeOrEqualTo(target.notAfter());
		}
	}

	private static Settled settled(ResultSet row, int number) throws SQLException {
		Timestamp notAfter = row.getTimestamp("not_after");
		return new Settled(row.getLong("id"), row.getString("state"), row.getString("reason"),
				(notAfter != null) ? notAfter.toInstant() : null, row.getString("reply"),
				row.getObject("worker_id", UUID.class), row.getInt("outcomes"), row.getString("kind"));
	}

	private record Settled(long id, String state, @Nullable String reason, @Nullable Instant notAfter,
			@Nullable String reply, @Nullable UUID workerId, int outcomes, @Nullable String kind) {

	}

}
