package io.rekindle.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.rekindle.command.CloudError;
import io.rekindle.command.FailureReason;
import io.rekindle.ledger.CallLog;
import io.rekindle.ledger.Change;
import io.rekindle.ledger.TargetChange;
import io.rekindle.ledger.TargetLog;
import io.rekindle.ledger.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/** Who is taken for dead, by the watcher's own clock. */
class LostCallsTest {

	private static final Duration LONGEST_CALL = Duration.ofSeconds(35);

	private final UUID other = UUID.randomUUID();

	private final Worker self = new Worker();

	private final Workers workers = mock();

	private final CallLog calls = mock();

	private final TargetLog targets = mock();

	private final Map<UUID, Instant> seen = new HashMap<>();

	/** Overflows during a test, as System.nanoTime may. */
	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final LostCalls lostCalls = new LostCalls(this.self, this.workers, this.calls, this.targets,
			new TransactionTemplate(mock(PlatformTransactionManager.class)), LONGEST_CALL, this.nanos::get);

	@BeforeEach
	void bothLive() {
		given(this.workers.seen()).willAnswer((_) -> Map.copyOf(this.seen));
		beats(this.self.id());
		beats(this.other);
	}

	@Test
	void beatsAtEachLook() {
		this.lostCalls.look();
		then(this.workers).should().beat(this.self.id());
	}

	@Test
	void settlesCallsOfReplicaThatDoesNotBeatForWholeLease() {
		given(this.calls.lose(any(), any())).willReturn(List.of(new CallLog.LostTarget(7, 3)));
		watch(LostCalls.LEASE, false);
		then(this.calls).should(never()).lose(any(), any());
		watch(LostCalls.BEAT, false);
		then(this.calls).should().lose(List.of(this.other), LONGEST_CALL);
		then(this.targets).should()
			.write(List.of(new TargetChange(7, 3L, new Change.Failed(FailureReason.OUTCOME_UNKNOWN,
					CloudError.withoutReply("the replica that made the call died before the reply was recorded")))));
		then(this.workers).should().forget(List.of(this.other));
	}

	@Test
	void leavesReplicasAloneThatBeat() {
		watch(LostCalls.LEASE.multipliedBy(4), true);
		then(this.calls).should(never()).lose(any(), any());
	}

	@Test
	void looksAtTheOthersBeatAndNotAtTheirClock() {
		this.seen.put(this.other, Instant.parse("2001-01-01T00:00:00Z"));
		watch(LostCalls.LEASE, false);
		beats(this.other);
		watch(LostCalls.LEASE, false);
		then(this.calls).should(never()).lose(any(), any());
	}

	@Test
	void countsAnewAfterGapInItsWatching() {
		watch(LostCalls.LEASE, false);
		pass(LostCalls.LEASE.multipliedBy(2));
		beats(this.self.id());
		this.lostCalls.look();
		watch(LostCalls.LEASE.minus(LostCalls.BEAT), false);
		then(this.calls).should(never()).lose(any(), any());
		watch(LostCalls.BEAT.multipliedBy(2), false);
		then(this.calls).should(atLeastOnce()).lose(List.of(this.other), LONGEST_CALL);
	}

	private void watch(Duration time, boolean otherBeats) {
		for (Duration left = time; left.isPositive(); left = left.minus(LostCalls.BEAT)) {
			pass(LostCalls.BEAT);
			beats(this.self.id());
			if (otherBeats) {
				beats(this.other);
			}
			this.lostCalls.look();
		}
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private void beats(UUID worker) {
		this.seen.put(worker, Instant.ofEpochSecond(1, this.nanos.get()));
	}

}
