package io.rekindle.dispatch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import io.rekindle.cloud.Cloud;
import io.rekindle.cloud.SendDeadline;
import io.rekindle.command.CloudError;
import io.rekindle.command.Reply;
import io.rekindle.ledger.OpenCall;
import io.rekindle.simulatedcloud.Fault;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls on their way to the cloud. Each is made for real, at the moment that the cloud
 * reads it: whoever sent it may be dead by then.
 */
final class Wire {

	/** Real calls take real time. */
	static final Duration REAL_TIME = Duration.ofMinutes(1);

	private static final CloudError NO_REPLY = CloudError.withoutReply("no reply");

	/** Left out is what takes real time to notice. */
	private static final List<Fault> FAULTS = List.of(Fault.throttled(), Fault.throttled(Duration.ofSeconds(2)),
			Fault.throttledAs202(), Fault.refused(400, "Ecs.0005", "Something is wrong."),
			Fault.refused(403, "Ecs.0003", "No permission."), Fault.refused(501, "Ecs.0603", "Busy."),
			Fault.refused(401, "APIGW.0307", "The token expires."), Fault.serverError(500), Fault.serverError(503),
			Fault.serverError(500).afterCarryingOut(), Fault.htmlError(502).afterCarryingOut(), Fault.resetUnread(),
			Fault.resetAfterReading(), Fault.resetAfterCarryingOut(), Fault.truncatedJson(), Fault.cutShort());

	private final PriorityQueue<Flight> flights = new PriorityQueue<>(Comparator.comparing(Flight::arrival));

	private final HandTime time;

	private final SimulatedCloud simulated;

	private final Cloud cloud;

	private final Books books;

	Wire(HandTime time, SimulatedCloud simulated, Cloud cloud, Books books) {
		this.time = time;
		this.simulated = simulated;
		this.cloud = cloud;
		this.books = books;
	}

	/** Sends a call that arrives then, or never. */
	Flight send(OpenCall call, @Nullable Duration arrival) {
		Flight flight = new Flight(call, (arrival != null) ? arrival : Duration.ZERO);
		if (arrival != null) {
			this.flights.add(flight);
		}
		return flight;
	}

	/** When the next one arrives; null if there is none. */
	@Nullable Duration next() {
		Flight next = this.flights.peek();
		return (next != null) ? next.arrival() : null;
	}

	/** Lets the next one arrive. */
	void arrive(Chance chance, double faults) {
		Flight flight = this.flights.remove();
		if (chance.hits(faults)) {
			this.simulated.faults().forRestarts().next(1, chance.of(FAULTS));
		}
		OpenCall call = flight.call;
		long before = this.simulated.journal().restarted();
		flight.reply = this.cloud.send(call.lane(), call.plan().resourceIds(), SendDeadline.in(REAL_TIME));
		assertThat(flight.reply).as("a call that was let go").isNotInstanceOf(Reply.NeverSent.class);
		if (this.simulated.journal().restarted() > before) {
			this.books.carriedOut(call);
		}
		if (flight.reply instanceof Reply.Accepted || flight.reply instanceof Reply.Throttled
				|| flight.reply instanceof Reply.Ambiguous) {
			this.books.counted(call, this.time.now());
		}
	}

	/** One call that has left. */
	static final class Flight {

		private final OpenCall call;

		private final Duration arrival;

		private Reply reply = new Reply.Ambiguous(NO_REPLY);

		private Flight(OpenCall call, Duration arrival) {
			this.call = call;
			this.arrival = arrival;
		}

		private Duration arrival() {
			return this.arrival;
		}

		/** What the cloud has said, or that it said nothing. */
		Reply reply(boolean givenUp) {
			return givenUp ? new Reply.Ambiguous(NO_REPLY) : this.reply;
		}

	}

}
