package io.rekindle.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.rekindle.command.FailureReason;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The queued targets that wait for a time: retries that fall due, what may no longer be
 * sent, and what was set aside while a bad server is searched.
 */
@Component
public class DueTargets {

	/** So many in one statement at the most, so that it stays short. */
	private static final int AT_ONCE = 5_000;

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final TargetLog targets;

	DueTargets(JdbcClient jdbc, TransactionTemplate transaction, TargetLog targets) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.targets = targets;
	}

	/**
	 * Lets go, or fails, what has waited long enough.
	 * @return how long until there is more to do, where something waits for a time
	 */
	public Optional<Duration> release() {
		Look look = look();
		if (look.isDue()) {
			letGo();
			this.transaction.executeWithoutResult((status) -> expire());
		}
		if (look.setAside()) {
			endSearches();
			tryNextSuspects();
		}
		return (look.isDue() ? look() : look).untilNext();
	}

	/** One look along the ends of three indexes, since this is asked at every turn. */
	private Look look() {
		return this.jdbc
			.sql("""
					select extract(epoch from least(
							(select min(due_at) from target
								where state = 'QUEUED' and due_at is not null and due_at < 'infinity'),
							(select min(not_after) from target where state = 'QUEUED' and not_after is not null),
							(select min(blocked_until) from lane where blocked_until > clock_timestamp())) - clock_timestamp()),
						exists (select from target where state = 'QUEUED' and due_at = 'infinity')""")
			.query((row, number) -> new Look(Optional.ofNullable(Seconds.read(row, 1)), row.getBoolean(2)))
			.single();
	}

	private void letGo() {
		this.jdbc.sql("""
				update target set due_at = null where id in (
					select id from target where state = 'QUEUED' and due_at is not null and due_at <= clock_timestamp()
					order by due_at limit ? for update skip locked)""").param(AT_ONCE).update();
	}

	private void expire() {
		List<TargetChange> expired = this.jdbc
			.sql("""
					select id from target where state = 'QUEUED' and not_after is not null and not_after <= clock_timestamp()
					order by not_after limit ? for update skip locked""")
			.param(AT_ONCE)
			.query(Long.class)
			.list()
			.stream()
			.map((id) -> new TargetChange(id, null, new Change.Failed(FailureReason.EXPIRED, null)))
			.toList();
		if (!expired.isEmpty()) {
			this.targets.write(expired);
		}
	}

	/** Once no suspect is left, the others go again. */
	private void endSearches() {
		this.jdbc.sql("""
				update target set due_at = null, pack = null
				where state = 'QUEUED' and due_at = 'infinity' and pack < 0 and not exists (
					select from target suspect
					where suspect.pack = -target.pack and suspect.state in ('QUEUED', 'SENDING'))""").update();
	}

	/**
	 * When the half of the suspects that was tried is gone, however it was settled, it is
	 * the other half's turn, half by half.
	 */
	private void tryNextSuspects() {
		this.jdbc.sql("""
				with aside as (
					select id, pack, dense_rank() over (partition by pack order by resource_id) as place
					from target where state = 'QUEUED' and due_at = 'infinity' and pack > 0 and not exists (
						select from target tried
						where tried.pack = target.pack and (tried.state = 'SENDING'
							or tried.state = 'QUEUED' and tried.due_at is distinct from 'infinity'))
				), counted as (
					select id, place, max(place) over (partition by pack) as servers from aside
				)
				update target set due_at = null from counted
				where target.id = counted.id and counted.place <= (counted.servers + 1) / 2
					and target.state = 'QUEUED' and target.due_at = 'infinity'""").update();
	}

	/**
	 * What there is to do.
	 *
	 * @param untilNext not positive where something is due
	 * @param setAside whether a search is under way
	 */
	private record Look(Optional<Duration> untilNext, boolean setAside) {

		boolean isDue() {
			return this.untilNext.isPresent() && !this.untilNext.get().isPositive();
		}

	}

}
