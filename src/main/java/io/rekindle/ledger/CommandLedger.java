package io.rekindle.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes commands in: each command id once, however often its record is delivered.
 */
@Component
public class CommandLedger {

	/**
	 * The last moment that a timestamptz of four-digit years holds: never, in practice.
	 */
	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Lanes lanes;

	private final Signals signals;

	CommandLedger(JdbcClient jdbc, TransactionTemplate transaction, Lanes lanes, Signals signals) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.lanes = lanes;
		this.signals = signals;
	}

	/**
	 * Writes one polled batch, all of it or nothing.
	 * @param received valid commands, in the order of arrival
	 * @param invalid commands to fail, unless their id is taken
	 * @return what became of each of {@code received}, in its order
	 * @throws org.springframework.dao.DataAccessException where the database is away:
	 * nothing was written then, or all of it and the same call finds duplicates
	 */
	public List<Acceptance> accept(List<ReceivedCommand> received, List<InvalidCommand> invalid) {
		Map<String, ReceivedCommand> first = new LinkedHashMap<>();
		received.forEach((each) -> first.putIfAbsent(each.command().commandId(), each));
		List<ReceivedCommand> distinct = List.copyOf(first.values());
		this.lanes.ensure(distinct.stream().map((each) -> each.command().lane()).toList());
		Set<String> accepted = this.transaction.execute((status) -> {
			if (!invalid.isEmpty()) {
				fail(invalid);
				this.signals.recorded().afterCommit();
			}
			if (distinct.isEmpty()) {
				return Set.of();
			}
			// For duplicates too: a commit that broke off told nobody.
			this.signals.queued().afterCommit();
			this.signals.changed().afterCommit();
			return insert(distinct);
		});
		return (accepted.size() == received.size()) ? received.stream().map((each) -> Acceptance.ACCEPTED).toList()
				: compare(received, first.keySet(), accepted);
	}

	private Set<String> insert(List<ReceivedCommand> commands) {
		List<Target> targets = new ArrayList<>();
		for (int i = 0; i < commands.size(); i++) {
			for (String resourceId : commands.get(i).command().resourceIds()) {
				targets.add(new Target(i + 1, resourceId));
			}
		}
		return new HashSet<>(this.jdbc
			.sql("""
					with input as (
						select * from unnest(
							:commandIds, :lanes, :priorities, :notAfters::timestamptz[], :details, :hashes, :traceparents,
							:topics, :partitions, :offsets, :timestamps, :keys, :values, :headers) with ordinality
						as c (command_id, lane_id, priority, not_after, details, content_hash, traceparent,
							topic, partition, "offset", "timestamp", key, value, headers, position)
					), accepted as (
						insert into command (command_id, lane_id, priority, details, content_hash, traceparent, record_topic,
							record_partition, record_offset, record_timestamp, record_key, record_value, record_headers)
						select command_id, lane_id, priority, details::json, content_hash, traceparent, topic,
							partition, "offset", "timestamp", key, value, headers::json
						from input order by position
						on conflict (command_id) do nothing
						returning id, command_id
					), queued as (
						insert into target (command, lane_id, resource_id, priority, not_after)
						select accepted.id, input.lane_id, t.resource_id, input.priority, input.not_after
						from unnest(:targetPositions, :resourceIds) with ordinality as t (position, resource_id, number)
						join input using (position) join accepted using (command_id)
						order by t.number
					)
					select command_id from accepted""")
			.param("commandIds", SqlArrays.texts(commands, (each) -> each.command().commandId()))
			.param("lanes", SqlArrays.ints(commands, (each) -> this.lanes.id(each.command().lane())))
			.param("priorities", SqlArrays.ints(commands, (each) -> each.command().priority().rank()))
			.param("notAfters", SqlArrays.texts(commands, (each) -> notAfter(each.command().notAfter())))
			.param("details", SqlArrays.texts(commands, (each) -> CommandDocuments.details(each.command())))
			.param("hashes", SqlArrays.bytes(commands, (each) -> ContentHash.of(each.command())))
			.param("traceparents", SqlArrays.texts(commands, ReceivedCommand::traceparent))
			.param("topics", SqlArrays.texts(commands, (each) -> each.record().topic()))
			.param("partitions", SqlArrays.ints(commands, (each) -> each.record().partition()))
			.param("offsets", SqlArrays.bigints(commands, (each) -> each.record().offset()))
			.param("timestamps", SqlArrays.bigints(commands, (each) -> each.record().timestamp()))
			.param("keys", SqlArrays.bytes(commands, (each) -> each.record().key()))
			.param("values", SqlArrays.bytes(commands, (each) -> each.record().value()))
			.param("headers", SqlArrays.texts(commands, (each) -> CommandDocuments.headers(each.record().headers())))
			.param("targetPositions", SqlArrays.ints(targets, Target::position))
			.param("resourceIds", SqlArrays.texts(targets, Target::resourceId))
			.query(String.class)
			.list());
	}

	private void fail(List<InvalidCommand> invalid) {
		this.jdbc
			.sql("""
					insert into outcome (event_id, kind, invalid_command, command_id, traceparent, attempt, reason, error_message)
					select event_id::uuid, 'JobFailed', document::json, command_id, traceparent, 0, 'INVALID', left(message, 1024)
					from unnest(:eventIds, :documents, :commandIds, :traceparents, :messages)
						as i (event_id, document, command_id, traceparent, message)
					where not exists (select from command where command.command_id = i.command_id)
					on conflict (event_id) where command is null do nothing""")
			.param("eventIds", SqlArrays.texts(invalid, (each) -> each.eventId().toString()))
			.param("documents", SqlArrays.texts(invalid, (each) -> CommandDocuments.invalid(each.request())))
			.param("commandIds", SqlArrays.texts(invalid, (each) -> each.request().commandId()))
			.param("traceparents", SqlArrays.texts(invalid, InvalidCommand::traceparent))
			.param("messages", SqlArrays.texts(invalid, InvalidCommand::message))
			.update();
	}

	/** Seldom needed, and so no part of the one round trip. */
	private List<Acceptance> compare(List<ReceivedCommand> received, Set<String> ids, Set<String> accepted) {
		Map<String, byte[]> kept = new LinkedHashMap<>();
		this.jdbc.sql("select command_id, content_hash from command where command_id = any (:ids)")
			.param("ids", SqlArrays.texts(List.copyOf(ids)))
			.query((row) -> {
				kept.put(row.getString(1), row.getBytes(2));
			});
		Set<String> seen = new HashSet<>();
		return received.stream().map((each) -> {
			String id = each.command().commandId();
			if (seen.add(id) && accepted.contains(id)) {
				return Acceptance.ACCEPTED;
			}
			return Arrays.equals(kept.get(id), ContentHash.of(each.command())) ? Acceptance.DUPLICATE
					: Acceptance.CONFLICT;
		}).toList();
	}

	private static @Nullable String notAfter(@Nullable Instant notAfter) {
		if (notAfter == null || notAfter.isAfter(LATEST)) {
			return null;
		}
		return (notAfter.isBefore(Instant.EPOCH) ? Instant.EPOCH : notAfter).toString();
	}

	/** One target, and which command of the batch it belongs to, from 1. */
	private record Target(int position, String resourceId) {

	}

}
