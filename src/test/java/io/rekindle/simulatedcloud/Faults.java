package io.rekindle.simulatedcloud;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Orders faults: first for which calls, then how often. So
 * {@code cloud.faults().forProject("p").next(3, Fault.throttled())}. Without a choice
 * every call matches, a query too.
 */
public final class Faults {

	private final FaultOrders orders;

	private final Predicate<CloudRequest> matching;

	Faults(FaultOrders orders) {
		this(orders, (request) -> true);
	}

	private Faults(FaultOrders orders, Predicate<CloudRequest> matching) {
		this.orders = orders;
		this.matching = matching;
	}

	public Faults forService(CloudService service) {
		return and((request) -> request.kind().service() == service);
	}

	public Faults forKinds(CallKind first, CallKind... more) {
		Set<CallKind> kinds = EnumSet.of(first, more);
		return and((request) -> kinds.contains(request.kind()));
	}

	/** For the five calls that restart and retry. */
	public Faults forRestarts() {
		return and((request) -> request.kind().isRestart());
	}

	public Faults forQueries() {
		return and((request) -> !request.kind().isRestart());
	}

	public Faults forRegion(String region) {
		return and((request) -> request.region().equals(region));
	}

	public Faults forProject(String project) {
		return and((request) -> request.project().equals(project));
	}

	/** For calls with this server or task among others; for queries with this id. */
	public Faults forTarget(String id) {
		return and((request) -> request.targets().contains(id));
	}

	/** For a part of the calls chosen so far; the seed makes the choice repeatable. */
	public Faults withProbability(double probability, long seed) {
		Random random = new Random(seed);
		return and((request) -> random.nextDouble() < probability);
	}

	/** For the next calls that match, and no more. */
	public FaultOrder next(int calls, Fault fault) {
		return order(calls, fault);
	}

	/** For every call that matches, until the order is lifted. */
	public FaultOrder always(Fault fault) {
		return order(Long.MAX_VALUE, fault);
	}

	/** Restarts with this server in them are refused as a whole, until it is lifted. */
	public FaultOrder badServer(String id) {
		return forRestarts().forTarget(id).always(new Fault.BadServer(id, false));
	}

	/** The same, and the message names the server. */
	public FaultOrder namedBadServer(String id) {
		return forRestarts().forTarget(id).always(new Fault.BadServer(id, true));
	}

	/** Lifts all orders, however they were chosen. */
	public void clear() {
		this.orders.clear();
	}

	private FaultOrder order(long calls, Fault fault) {
		FaultOrder order = new FaultOrder(fault, this.matching, calls);
		this.orders.add(order);
		return order;
	}

	private Faults and(Predicate<CloudRequest> more) {
		return new Faults(this.orders, this.matching.and(more));
	}

}
