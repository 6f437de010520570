package io.rekindle.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.rekindle.command.CloudError;
import io.rekindle.ledger.CallPlan;
import io.rekindle.ledger.QueuedTarget;
import org.jspecify.annotations.Nullable;

/**
 * How the bad server of a refused batch is found. One that the message names is set apart
 * at once. Else one half is tried while the other is set aside, and so on with the half
 * that is bad: one call for each halving, and one more for all others together, once the
 * bad server stands alone. Where those others are refused as well there are more bad ones
 * than one, and they are tried in ever smaller parts.
 */
final class Narrowing {

	private final CallPlan plan;

	private final List<String> servers;

	private final Map<String, Place> places = new HashMap<>();

	private Narrowing(CallPlan plan) {
		this.plan = plan;
		this.servers = plan.resourceIds();
	}

	/** What to do with a batch that was refused with this error. */
	static Narrowing of(CallPlan plan, CloudError error) {
		Narrowing narrowing = new Narrowing(plan);
		String message = (error.message() != null) ? error.message() : "";
		Set<String> named = narrowing.servers.stream().filter(message::contains).collect(Collectors.toSet());
		if (named.isEmpty()) {
			narrowing.search();
		}
		else {
			narrowing.setApart(named);
		}
		return narrowing;
	}

	/** Whether there is nothing left to take apart. */
	boolean alone() {
		return this.servers.size() == 1;
	}

	/** Where a target goes from here. */
	Place placeOf(QueuedTarget target) {
		return Objects.requireNonNull(this.places.get(target.resourceId()));
	}

	private void setApart(Set<String> named) {
		this.servers.forEach((server) -> this.places.put(server,
				named.contains(server) ? new Place(firstId(Set.of(server)), false) : new Place(null, false)));
	}

	private void search() {
		Long pack = this.plan.targets()
			.stream()
			.map(QueuedTarget::pack)
			.filter(Objects::nonNull)
			.min(Long::compare)
			.orElse(null);
		int refusals = this.plan.targets().stream().mapToInt((each) -> each.attempts() - each.putOff()).min().orElse(0);
		if (pack == null && refusals > 0) {
			divide((int) Math.min(this.servers.size(), Math.pow(2, refusals)));
			return;
		}
		Long suspects = (pack != null) ? pack : firstId(Set.copyOf(this.servers));
		int half = (this.servers.size() + 1) / 2;
		for (int i = 0; i < this.servers.size(); i++) {
			this.places.put(this.servers.get(i), new Place(suspects, i >= half));
		}
	}

	private void divide(int parts) {
		for (int part = 0; part < parts; part++) {
			List<String> together = this.servers.subList(part * this.servers.size() / parts,
					(part + 1) * this.servers.size() / parts);
			Place place = new Place(firstId(Set.copyOf(together)), false);
			together.forEach((server) -> this.places.put(server, place));
		}
	}

	/** The name of a pack: the smallest id of its targets. */
	private Long firstId(Set<String> together) {
		return this.plan.targets()
			.stream()
			.filter((target) -> together.contains(target.resourceId()))
			.map(QueuedTarget::id)
			.min(Long::compare)
			.orElseThrow();
	}

	/**
	 * The next step of a target.
	 *
	 * @param pack with which others it may share a call; null for any
	 * @param aside whether it waits until the others of its pack are settled
	 */
	record Place(@Nullable Long pack, boolean aside) {

	}

}
