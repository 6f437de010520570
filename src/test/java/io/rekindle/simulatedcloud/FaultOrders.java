package io.rekindle.simulatedcloud;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * All orders, in the order they were given. A call takes the first one that matches;
 * latencies before it are taken on top.
 */
final class FaultOrders {

	private static final Fault UNREAD = Fault.resetUnread();

	private final List<FaultOrder> orders = new CopyOnWriteArrayList<>();

	void add(FaultOrder order) {
		this.orders.removeIf(FaultOrder::isSpent);
		this.orders.add(order);
	}

	void clear() {
		this.orders.forEach(FaultOrder::lift);
		this.orders.clear();
	}

	/** Whether the request's body is never to be read. */
	boolean takeUnread(CloudRequest head) {
		return this.orders.stream().anyMatch((order) -> order.fault().equals(UNREAD) && order.takes(head));
	}

	Taken take(CloudRequest request) {
		Duration delay = Duration.ZERO;
		for (FaultOrder order : this.orders) {
			if (!order.fault().equals(UNREAD) && order.takes(request)) {
				if (!(order.fault() instanceof Fault.Latency latency)) {
					return new Taken(delay, order.fault());
				}
				delay = delay.plus(latency.delay());
			}
		}
		return new Taken(delay, delay.isZero() ? null : Fault.latency(delay));
	}

	/**
	 * What one call got.
	 *
	 * @param delay of all its latencies
	 * @param fault none where it goes as usual
	 */
	record Taken(Duration delay, @Nullable Fault fault) {
	}

}
