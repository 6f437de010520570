package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.rekindle.command.CloudError;
import io.rekindle.command.FailureReason;
import io.rekindle.command.Reply;
import io.rekindle.ledger.Change;
import io.rekindle.ledger.EndedCall;
import io.rekindle.ledger.QueuedTarget;
import io.rekindle.ledger.TargetChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.rekindle.dispatch.Queued.call;
import static io.rekindle.dispatch.Queued.putOff;
import static io.rekindle.dispatch.Queued.target;
import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {

	private static final CloudError ERROR = new CloudError(400, "Ecs.0005", "says the cloud", "r-1");

	private static final int MAX_ATTEMPTS = 3;

	private static final Duration WAIT = Duration.ofSeconds(7);

	/** Whose jitter is always one half. */
	private final Verdict verdict = new Verdict(MAX_ATTEMPTS,
			new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), new Half()));

	@Test
	void speaksOfEveryTargetOfTheCall() {
		Reply reply = new Reply.Accepted("job-1", "r-1");
		EndedCall ended = this.verdict.of(call(5, target(1, "a"), target(2, "b"), target(3, "a")), reply);
		Change submitted = new Change.Submitted("job-1", "r-1");
		assertThat(ended).isEqualTo(new EndedCall(5, reply, List.of(new TargetChange(1, 5L, submitted),
				new TargetChange(2, 5L, submitted), new TargetChange(3, 5L, submitted))));
	}

	@Test
	void failsServerThatIsRefusedAlone() {
		assertThat(changes(new Reply.Refused(ERROR, false), target(1, "a"), target(2, "a")))
			.containsExactly(failed(FailureReason.REFUSED), failed(FailureReason.REFUSED));
	}

	@Test
	void narrowsRefusedBatchDownAtOnce() {
		assertThat(changes(new Reply.Refused(ERROR, false), target(1, "a-1"), target(2, "b-1"), target(3, "c-1")))
			.containsExactly(new Change.Requeued(Duration.ZERO, true, false, 1L),
					new Change.Requeued(Duration.ZERO, true, false, 1L),
					new Change.Requeued(Duration.ZERO, true, false, 1L, true));
	}

	@Test
	void failsAllWhereTheWholeCallIsRefused() {
		assertThat(changes(new Reply.Refused(ERROR, true), target(1, "a"), target(2, "b")))
			.containsExactly(failed(FailureReason.REFUSED), failed(FailureReason.REFUSED));
	}

	@Test
	void waitsAsLongAsTheCloudAsksFor() {
		assertThat(changes(new Reply.Throttled(ERROR, WAIT), target(1, "a", 9L)))
			.containsExactly(new Change.Requeued(WAIT, true, true, 9L));
	}

	@Test
	void backsOffWhereTheCloudAsksForNoWaitAndKeepsTheCallTogether() {
		assertThat(changes(new Reply.Throttled(ERROR, null), putOff(1, 0)))
			.containsExactly(new Change.Requeued(Duration.ofSeconds(1), true, true, null));
		assertThat(changes(new Reply.Throttled(ERROR, null), putOff(1, 0), putOff(2, 1))).containsExactly(
				new Change.Requeued(Duration.ofSeconds(2), true, true, null),
				new Change.Requeued(Duration.ofSeconds(2), true, true, null));
	}

	@Test
	void neverWaitsLessThanTheBackoff() {
		assertThat(changes(new Reply.Throttled(ERROR, Duration.ZERO), putOff(1, 1)))
			.containsExactly(new Change.Requeued(Duration.ofSeconds(2), true, true, null));
	}

	@Test
	void triesBusyCloudAgainAfterMinute() {
		assertThat(changes(new Reply.Busy(ERROR), target(1, "a", 9L)))
			.containsExactly(new Change.Requeued(Duration.ofSeconds(60), true, true, 9L));
	}

	static final List<Reply> PUTTING_OFF = List.of(new Reply.Throttled(ERROR, WAIT), new Reply.Throttled(ERROR, null),
			new Reply.Busy(ERROR));

	@ParameterizedTest
	@FieldSource("PUTTING_OFF")
	void givesUpAtTheLastAttempt(Reply reply) {
		assertThat(changes(reply, putOff(1, MAX_ATTEMPTS - 2)).getFirst()).isInstanceOf(Change.Requeued.class);
		assertThat(changes(reply, putOff(1, MAX_ATTEMPTS - 1))).containsExactly(failed(FailureReason.EXHAUSTED));
		assertThat(changes(reply, putOff(1, MAX_ATTEMPTS))).containsExactly(failed(FailureReason.EXHAUSTED));
	}

	@Test
	void givesUpOnlyThoseTargetsThatHadAllTheirAttempts() {
		assertThat(changes(new Reply.Busy(ERROR), putOff(1, MAX_ATTEMPTS - 1), putOff(2, 0))).containsExactly(
				failed(FailureReason.EXHAUSTED), new Change.Requeued(Duration.ofSeconds(60), true, true, null));
	}

	/** P5: our trouble is not theirs. */
	@ParameterizedTest
	@ValueSource(ints = { 0, MAX_ATTEMPTS - 1, 1_000 })
	void usesUpNoAttemptWhereTheFaultIsOurs(int putOff) {
		assertThat(changes(new Reply.SignedOut(ERROR), putOff(1, putOff)))
			.containsExactly(new Change.Requeued(Duration.ofSeconds(10), true, false, null));
		assertThat(changes(new Reply.NeverSent(ERROR), putOff(1, putOff)))
			.containsExactly(new Change.Requeued(Duration.ofSeconds(10), false, false, null));
	}

	@Test
	void keepsPacksWhereTheFaultIsOurs() {
		assertThat(changes(new Reply.SignedOut(ERROR), target(1, "a", 9L)))
			.containsExactly(new Change.Requeued(Duration.ofSeconds(10), true, false, 9L));
		assertThat(changes(new Reply.NeverSent(ERROR), target(1, "a", 9L)))
			.containsExactly(new Change.Requeued(Duration.ofSeconds(10), false, false, 9L));
	}

	/** P3: it never guesses. */
	@Test
	void neverSendsAgainWhatMayHaveHappened() {
		assertThat(changes(new Reply.Ambiguous(ERROR), target(1, "a"), putOff(2, 0)))
			.containsExactly(failed(FailureReason.OUTCOME_UNKNOWN), failed(FailureReason.OUTCOME_UNKNOWN));
	}

	private List<Change> changes(Reply reply, QueuedTarget... targets) {
		return this.verdict.of(call(5, targets), reply).changes().stream().map(TargetChange::change).toList();
	}

	private static Change failed(FailureReason reason) {
		return new Change.Failed(reason, ERROR);
	}

	private static final class Half implements RandomGenerator {

		@Override
		public long nextLong() {
			return 0;
		}

		@Override
		public double nextDouble() {
			return 0.5;
		}

	}

}
