package io.rekindle.dispatch;

import java.util.List;

import io.rekindle.command.Lane;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import io.rekindle.ledger.CallPlan;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.QueuedTarget;
import org.jspecify.annotations.Nullable;

/** Queued targets and calls that carry them. */
final class Queued {

	static final Lane LANE = lane("p1");

	private Queued() {
	}

	static Lane lane(String projectId) {
		return new Lane(Service.ECS, "r1", projectId, RestartType.SOFT);
	}

	static QueuedTarget target(long id, String server) {
		return target(id, server, null);
	}

	static QueuedTarget target(long id, String server, @Nullable Long pack) {
		return new QueuedTarget(id, id, server, 0, 0, pack, null);
	}

	static QueuedTarget putOff(long id, int times) {
		return new QueuedTarget(id, id, "server-" + id, times, times, null, null);
	}

	/** A target whose batch was refused so many times. */
	static QueuedTarget refused(long id, String server, @Nullable Long pack, int times) {
		return new QueuedTarget(id, id, server, times, 0, pack, null);
	}

	static OpenCall call(long id, QueuedTarget... targets) {
		return new OpenCall(id, LANE, plan(targets));
	}

	static CallPlan plan(QueuedTarget... targets) {
		return new CallPlan(List.of(targets), null);
	}

}
