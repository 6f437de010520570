package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * The replicas of a run. They come, work, fail, stand still for a while, and die; then
 * others take their places.
 */
final class Fleet {

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final World world;

	private final Timeline timeline;

	private final Interruptions interruptions;

	private final List<Replica> replicas = new ArrayList<>();

	private final Map<Replica, Duration> naps = new HashMap<>();

	Fleet(World world, Timeline timeline, Steps steps, HandDatabase database) {
		this.world = world;
		this.timeline = timeline;
		this.interruptions = new Interruptions(world.chance(), steps, database, this::other);
	}

	/** Starts one more replica. */
	void start() {
		Replica replica = new Replica(this.world, this);
		this.replicas.add(replica);
		replica.start();
	}

	/** Lets a replica do something later, if it still lives then. */
	void after(Duration delay, Replica replica, Runnable work) {
		this.timeline.after(delay, () -> turn(replica, work));
	}

	/** Does some work of a replica at the database, in a storm not always undisturbed. */
	<T> T atDatabase(Replica replica, Supplier<T> work) {
		RunSettings settings = this.world.settings();
		if (this.world.isStormy() && this.world.chance().hits(settings.failures())) {
			return this.interruptions.breakInto(work);
		}
		if (this.world.isStormy() && this.world.chance().hits(settings.overlaps())) {
			return this.interruptions.overlap(replica, work);
		}
		return work.get();
	}

	/** Any one replica has taken commands in, and looks. */
	void commandsCame() {
		if (!this.replicas.isEmpty()) {
			Replica replica = this.world.chance().of(this.replicas);
			replica.wake(Duration.ZERO);
			notifyOthers(replica);
		}
	}

	/** Notifies other replicas that the queue has changed; not each of them hears it. */
	void notifyOthers(Replica replica) {
		this.replicas.stream()
			.filter((each) -> each != replica && this.world.chance().hits(0.5))
			.forEach((each) -> each.wake(this.world.chance().upTo(Duration.ofMillis(60))));
	}

	private void turn(Replica replica, Runnable work) {
		if (!this.replicas.contains(replica)) {
			return;
		}
		if (isAsleep(replica)) {
			after(this.naps.getOrDefault(replica, Duration.ZERO).minus(now()), replica, work);
			return;
		}
		try {
			work.run();
			fate(replica);
		}
		catch (Steps.Crash ex) {
			crash(replica);
		}
		catch (RuntimeException ex) {
			if (!(NestedExceptionUtils.getMostSpecificCause(ex) instanceof Steps.Failure)) {
				throw ex;
			}
			after(RETRY, replica, work);
		}
	}

	private void fate(Replica replica) {
		if (this.world.isStormy() && this.world.chance().hits(this.world.settings().crashes())) {
			crash(replica);
		}
		else if (this.world.isStormy() && this.world.chance().hits(this.world.settings().naps())) {
			this.world.books().napped(replica.id());
			this.naps.put(replica, now().plus(this.world.chance().upTo(Duration.ofSeconds(60))));
		}
	}

	private void crash(Replica replica) {
		this.world.books().crashed(replica.id());
		this.replicas.remove(replica);
		this.timeline.after(this.world.chance().upTo(Duration.ofSeconds(10)), this::start);
	}

	/** What another replica may do meanwhile. */
	private @Nullable Supplier<Runnable> other(Replica replica) {
		List<Replica> awake = this.replicas.stream().filter((each) -> each != replica && !isAsleep(each)).toList();
		if (awake.isEmpty()) {
			return null;
		}
		Replica other = this.world.chance().of(awake);
		boolean record = this.world.chance().hits(0.3);
		return () -> other.comeBetween(record);
	}

	private boolean isAsleep(Replica replica) {
		return this.naps.getOrDefault(replica, Duration.ZERO).compareTo(now()) > 0;
	}

	private Duration now() {
		return this.world.time().now();
	}

}
