package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.rekindle.cloud.Cloud;
import io.rekindle.command.Command;
import io.rekindle.command.Lane;
import io.rekindle.command.Priority;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import io.rekindle.ledger.OriginalRecord;
import io.rekindle.ledger.ReceivedCommand;

/** Commands for all that a run's settings ask for. */
final class Orders {

	private static final String REGION = "r1";

	private final RunSettings settings;

	private final Chance chance;

	private final HandTime time;

	private final List<Service> services;

	private final List<String> asked = new ArrayList<>();

	private int made;

	Orders(RunSettings settings, Chance chance, HandTime time, Cloud cloud) {
		this.settings = settings;
		this.chance = chance;
		this.time = time;
		this.services = Stream.of(Service.values())
			.filter((service) -> service.limited() && cloud.services().contains(service))
			.toList();
	}

	static String project(int number) {
		return "p" + number;
	}

	/** Whether all servers were asked for. */
	boolean done() {
		return this.made >= this.settings.projects() * this.settings.servers();
	}

	/** The next command, with any number of servers. */
	ReceivedCommand next() {
		int project = this.made / this.settings.servers();
		int most = Math.min((project + 1) * this.settings.servers() - this.made, 2 * this.settings.maxBatch());
		Set<String> servers = new LinkedHashSet<>();
		for (int i = this.chance.between(1, most); i > 0; i--) {
			String server = project(project) + "-server-" + this.made++;
			servers.add(server);
			// The same server for another command, perhaps in another lane.
			servers.add(this.chance.hits(0.1) ? twin(server) : server);
		}
		this.asked.addAll(servers);
		Lane lane = new Lane(this.chance.of(this.services), REGION, project(project),
				this.chance.of(List.of(RestartType.SOFT, RestartType.HARD)));
		Duration patience = this.settings.window().multipliedBy(3);
		boolean impatient = !this.settings.calm() && this.chance.hits(0.1);
		Command command = new Command("c-" + this.made, this.time.instant(), "tests", lane, List.copyOf(servers),
				this.chance.of(List.of(Priority.values())),
				impatient ? this.time.instant().plus(this.chance.upTo(patience)) : null, Map.of());
		OriginalRecord record = new OriginalRecord("t", 0, this.made, 0, null, new byte[] { 1 }, List.of());
		return new ReceivedCommand(command, record, "trace");
	}

	private String twin(String server) {
		return this.asked.isEmpty() ? server : this.chance.of(this.asked);
	}

}
