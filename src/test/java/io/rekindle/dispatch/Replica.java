package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.rekindle.cloud.Cloud;
import io.rekindle.cloud.Departures;
import io.rekindle.cloud.SendDeadline;
import io.rekindle.command.CloudError;
import io.rekindle.command.Lane;
import io.rekindle.command.Reply;
import io.rekindle.command.Service;
import io.rekindle.ledger.CallLog;
import io.rekindle.ledger.DueTargets;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.Signals;
import io.rekindle.ledger.TargetLog;
import io.rekindle.ledger.TargetQueue;
import io.rekindle.ledger.Workers;
import io.rekindle.quota.SlidingWindow;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One replica's dispatch without its threads: what {@link Dispatcher} does in one go is
 * done here step by step, with all the others' steps in between.
 */
final class Replica {

	private static final Duration NEVER = Duration.ofDays(1_000);

	private final World world;

	private final Fleet fleet;

	private final Worker worker = new Worker();

	private final Slots slots;

	private final Turns turns;

	private final Claims claims;

	private final ReplyRecorder recorder;

	private final LostCalls lostCalls;

	private Duration nextLook = NEVER;

	Replica(World world, Fleet fleet) {
		this.world = world;
		this.fleet = fleet;
		BeanFactory beans = world.beans();
		TransactionTemplate transaction = beans.getBean(TransactionTemplate.class);
		TargetQueue queue = beans.getBean(TargetQueue.class);
		CallLog calls = beans.getBean(CallLog.class);
		TargetLog targets = beans.getBean(TargetLog.class);
		SlidingWindow window = beans.getBean(SlidingWindow.class);
		Cloud cloud = beans.getBean(Cloud.class);
		HandTime time = world.time();
		Clocks clocks = new Clocks(time::nanos, (allowed) -> Departures.deadline(allowed, time::nanos, time));
		DispatchSettings settings = world.settings().dispatch();
		Backoff backoff = new Backoff(settings.backoffInitial(), settings.backoffMax(), world.chance().random());
		this.slots = new Slots(settings.maxConcurrentCalls());
		this.turns = new Turns(beans.getBean(DueTargets.class), queue, window, cloud);
		this.claims = new Claims(transaction, queue, calls, window, settings, cloud, clocks);
		this.recorder = new ReplyRecorder(this.worker, transaction, calls, targets, queue, window,
				new Verdict(settings.maxAttempts(), backoff), cloud, clocks, beans.getBean(Signals.class));
		this.lostCalls = new LostCalls(this.worker, beans.getBean(Workers.class), calls, targets, window, transaction,
				settings, cloud, clocks);
	}

	UUID id() {
		return this.worker.id();
	}

	void start() {
		Duration soon = Duration.ofSeconds(2);
		wake(this.world.chance().upTo(soon));
		this.fleet.after(this.world.chance().upTo(soon), this, this::watch);
	}

	/** Lets it look then, unless it is to look sooner. */
	void wake(Duration delay) {
		Duration look = this.world.time().now().plus(delay);
		if (look.compareTo(this.nextLook) < 0) {
			this.nextLook = look;
			this.fleet.after(delay, this, () -> {
				if (look.equals(this.nextLook)) {
					this.nextLook = NEVER;
					look();
				}
			});
		}
	}

	/** As {@link Dispatcher#work()}, but for the loop in it. */
	private void look() {
		// Where it fails, soon again.
		wake(Duration.ofSeconds(1));
		Turns.Turn turn = this.fleet.atDatabase(this, this.turns::next);
		boolean sent = false;
		for (List<Lane> lanes : turn.groups()) {
			Map<Lane, Integer> free = free(turn, lanes);
			if (!free.isEmpty()) {
				Claim claim = this.fleet.atDatabase(this, () -> this.claims.claim(id(), free));
				begin(claim);
				sent |= !claim.calls().isEmpty();
			}
		}
		this.nextLook = NEVER;
		wake(sent ? Duration.ZERO : turn.rest().plus(this.world.delays().late()));
	}

	/**
	 * Does what another replica's transaction may have to wait for, or to wait with.
	 * @return what follows once both are through
	 */
	Runnable comeBetween(boolean record) {
		if (record) {
			this.recorder.work();
			return this::changed;
		}
		Turns.Turn turn = this.turns.next();
		List<Claim> claimed = turn.groups()
			.stream()
			.limit(1)
			.map((lanes) -> free(turn, lanes))
			.filter((free) -> !free.isEmpty())
			.map((free) -> this.claims.claim(id(), free))
			.toList();
		return () -> claimed.forEach(this::begin);
	}

	private Map<Lane, Integer> free(Turns.Turn turn, List<Lane> lanes) {
		Map<Service, Integer> busy = this.slots.busy(turn.groups().stream().flatMap(List::stream).toList());
		return this.slots.free(lanes, busy);
	}

	private void begin(Claim claim) {
		claim.calls().forEach((call) -> {
			this.worker.took(call.id());
			this.slots.take(call.lane());
			Duration timeLeft = call.plan().timeLeft();
			SendDeadline deadline = (timeLeft != null) ? claim.deadline().atMost(timeLeft) : claim.deadline();
			this.fleet.after(this.world.delays().untilLeaving(), this, () -> leave(call, deadline));
		});
	}

	private void leave(OpenCall call, SendDeadline deadline) {
		if (!Departures.leaves(deadline)) {
			ended(call, new Reply.NeverSent(CloudError.withoutReply("too late")));
			return;
		}
		Delays.Way way = this.world.delays().way();
		Wire.Flight flight = this.world.depart(call, way.arrival());
		this.fleet.after(way.end(), this, () -> ended(call, flight.reply(way.givenUp())));
	}

	private void ended(OpenCall call, Reply reply) {
		this.recorder.record(call, reply);
		this.slots.giveBack(call.lane());
		wake(Duration.ZERO);
		this.fleet.after(this.world.delays().untilRecorded(), this, this::record);
	}

	private void record() {
		this.fleet.atDatabase(this, this.recorder::work);
		changed();
	}

	private void changed() {
		wake(Duration.ZERO);
		this.fleet.notifyOthers(this);
	}

	private void watch() {
		this.fleet.after(this.world.chance().between(Duration.ofSeconds(2), Duration.ofSeconds(5)), this, this::watch);
		this.fleet.atDatabase(this, () -> {
			this.lostCalls.look();
			return true;
		});
	}

}
