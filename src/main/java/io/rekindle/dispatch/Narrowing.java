package io.rekindle.dispatch;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.rekindle.command.CloudError;
import io.rekindle.ledger.CallPlan;
import io.rekindle.ledger.QueuedTarget;
import org.jspecify.annotations.Nullable;

/**
 * How a refused batch is taken apart until the bad server stands alone: a server that the
 * message names is set apart at once, else the batch is halved.
 */
final class Narrowing {

	private final List<String> servers;

	private final Map<String, Long> firstIds;

	private final List<String> named;

	private Narrowing(CallPlan plan, CloudError error) {
		this.servers = plan.resourceIds();
		this.firstIds = plan.targets()
			.stream()
			.collect(Collectors.toMap(QueuedTarget::resourceId, QueuedTarget::id, Math::min));
		String message = (error.message() != null) ? error.message() : "";
		this.named = this.servers.stream().filter(message::contains).toList();
	}

	static Narrowing of(CallPlan plan, CloudError error) {
		return new Narrowing(plan, error);
	}

	/** Whether there is nothing left to take apart. */
	boolean alone() {
		return this.servers.size() == 1;
	}

	/** The pack that a target belongs to from now on. */
	@Nullable Long packOf(QueuedTarget target) {
		if (this.named.contains(target.resourceId())) {
			return this.firstIds.get(target.resourceId());
		}
		if (!this.named.isEmpty()) {
			return (target.pack() != null) ? smallestIdWithoutNamed() : null;
		}
		int half = (this.servers.size() + 1) / 2;
		boolean first = this.servers.indexOf(target.resourceId()) < half;
		List<String> pack = first ? this.servers.subList(0, half) : this.servers.subList(half, this.servers.size());
		return smallestId(pack);
	}

	/**
	 * Not the old pack: that may be named after a server that has just been set apart.
	 */
	private Long smallestIdWithoutNamed() {
		return smallestId(this.servers.stream().filter((server) -> !this.named.contains(server)).toList());
	}

	private Long smallestId(List<String> servers) {
		return servers.stream().map(this.firstIds::get).min(Long::compare).orElseThrow();
	}

}
