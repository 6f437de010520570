package io.rekindle.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.rekindle.cloud.Cloud;
import io.rekindle.ledger.Acceptance;
import io.rekindle.ledger.CommandLedger;
import io.rekindle.ledger.OpenCall;
import io.rekindle.ledger.ReceivedCommand;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One run: commands that come in, replicas at one database, and a cloud, all by one time.
 * A seed always gives the same run.
 */
final class World implements AutoCloseable {

	private final RunSettings settings;

	private final Chance chance;

	private final HandDatabase database;

	private final SimulatedCloud cloud;

	private final Books books = new Books();

	private final Delays delays;

	private final Installation installation;

	private final Installation patient;

	private final Wire wire;

	private final Timeline timeline;

	private final Fleet fleet;

	private final Orders orders;

	private Duration lastAsked = Duration.ZERO;

	private Duration nextCheck = Duration.ZERO;

	World(HandDatabase database, long seed) {
		database.clear();
		this.database = database;
		this.chance = new Chance(seed);
		this.settings = RunSettings.of(seed, this.chance);
		this.delays = new Delays(this.settings, this.chance, this::isStormy);
		HandTime time = database.time();
		// Only how fast the cloud's clock goes is ours, not what it shows.
		long ahead = this.chance.random().nextLong(1L << 50);
		this.cloud = SimulatedCloud.configure()
			.ecsLimit(this.settings.limit(), this.settings.window())
			.clock(() -> time.nanos() + ahead)
			.withoutMessages()
			.start();
		String url = this.cloud.address() + "/{region}";
		Steps steps = new Steps(this::takeTime);
		this.installation = new Installation(database.interrupted(steps), this.settings, url,
				this.settings.callTimeout());
		this.patient = new Installation(database.interrupted(steps), this.settings, url, Wire.REAL_TIME);
		Cloud real = this.patient.beans().getBean(Cloud.class);
		this.wire = new Wire(time, this.cloud, real, this.books);
		this.timeline = new Timeline(time, this.wire, this::arrive);
		this.fleet = new Fleet(this, this.timeline, steps, database);
		this.orders = new Orders(this.settings, this.chance, time, real);
	}

	RunSettings settings() {
		return this.settings;
	}

	Chance chance() {
		return this.chance;
	}

	HandTime time() {
		return this.database.time();
	}

	Delays delays() {
		return this.delays;
	}

	Books books() {
		return this.books;
	}

	BeanFactory beans() {
		return this.installation.beans();
	}

	/** Whether things may still go wrong. Afterwards all has to come to its end. */
	boolean isStormy() {
		return time().now().compareTo(this.settings.storm()) < 0;
	}

	/** A call leaves, to arrive after that time, or never. */
	Wire.Flight depart(OpenCall call, @Nullable Duration arrival) {
		this.books.left(call, time().instant());
		return this.wire.send(call, (arrival != null) ? time().now().plus(arrival) : null);
	}

	/** Lets everything happen until nothing waits any more, and checks the promises. */
	void run() {
		for (int i = 0; i < this.settings.replicas(); i++) {
			this.fleet.start();
		}
		ask();
		this.timeline.run(this::isSettled);
		new WindowCheck(this.settings, this.cloud, this.books).check();
		this.books.check(this.database.jdbc());
	}

	/** Lets commands come in, some of them twice, and then the next. */
	private void ask() {
		this.lastAsked = time().now();
		List<ReceivedCommand> commands = new ArrayList<>();
		for (int i = this.chance.between(1, 3); i > 0 && !this.orders.done(); i--) {
			commands.add(this.orders.next());
		}
		CommandLedger ledger = beans().getBean(CommandLedger.class);
		for (int i = this.chance.between(1, 2); i > 0; i--) {
			List<Acceptance> acceptances = ledger.accept(commands, List.of());
			for (int j = 0; j < commands.size(); j++) {
				if (acceptances.get(j) == Acceptance.ACCEPTED) {
					accepted(commands.get(j));
				}
			}
		}
		this.fleet.commandsCame();
		if (!this.orders.done()) {
			this.timeline.after(this.chance.upTo(this.settings.storm().dividedBy(20)), this::ask);
		}
	}

	private void accepted(ReceivedCommand received) {
		List<String> servers = received.command().resourceIds();
		this.books.asked(servers.size());
		if (this.chance.hits(this.settings.faults() / 4)) {
			String bad = this.chance.of(servers);
			var _ = this.chance.hits(0.5) ? this.cloud.faults().badServer(bad)
					: this.cloud.faults().namedBadServer(bad);
		}
	}

	/** Asks the ledger now and then. */
	private boolean isSettled() {
		if (!this.orders.done() || time().now().compareTo(this.nextCheck) < 0) {
			return false;
		}
		this.nextCheck = time().now().plusSeconds(1);
		int waiting = this.database.jdbc()
			.sql("select count(*) from target where state in ('QUEUED', 'SENDING')")
			.query(Integer.class)
			.single();
		Duration end = this.lastAsked.plus(this.settings.patience());
		assertThat(waiting == 0 || time().now().compareTo(end) < 0)
			.as("%d targets still wait after %s (P2)", waiting, end)
			.isTrue();
		return waiting == 0;
	}

	private void takeTime() {
		this.timeline.pass(this.delays.statement());
	}

	private void arrive() {
		this.wire.arrive(this.chance, isStormy() ? this.settings.faults() : 0);
	}

	@Override
	public void close() {
		this.installation.close();
		this.patient.close();
		this.cloud.close();
	}

}
