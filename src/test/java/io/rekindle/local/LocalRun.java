package io.rekindle.local;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.rekindle.Rekindle;
import io.rekindle.dispatch.QuotaOutlook;
import io.rekindle.parts.Parts;
import io.rekindle.simulatedcloud.SimulatedCloud;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Starts everything on free ports, sends sample commands, tells what happens, and then
 * takes commands from the terminal until Ctrl-C. {@code --samples=off} leaves out the
 * samples.
 */
final class LocalRun {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

	private LocalRun() {
	}

	public static void main(String[] args) {
		boolean samples = !"off".equals(new SimpleCommandLinePropertySource(args).getProperty("samples"));
		print("Starting Kafka, PostgreSQL, the schema registry and a simulated cloud …");
		Parts parts = Parts.shared();
		SimulatedCloud cloud = SimulatedCloud.configure()
			.ecsLimit(1_000, Duration.ofSeconds(60))
			.latency(Duration.ofMillis(100), Duration.ofMillis(400))
			.jobDuration(Duration.ofSeconds(5))
			.withoutMessages()
			.start();
		String jdbcUrl = parts.createDatabase("rekindle");
		ConfigurableApplicationContext service = service(parts, cloud, jdbcUrl, args);
		Addresses addresses = new Addresses(parts.bootstrapServers(), parts.registryUrl(), jdbcUrl, cloud.address(),
				"http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
		addresses.print();
		CommandSender sender = new CommandSender(parts);
		StatusLines status = new StatusLines(jdbcUrl, parts.bootstrapServers(), service.getBean(QuotaOutlook.class));
		Thread.ofPlatform().daemon().name("events").start(new FirstEvent(parts));
		if (samples) {
			new Samples(sender, cloud).send();
		}
		Thread.ofPlatform().daemon().name("status").start(() -> status.run(service::isActive, addresses::printNext));
		new Terminal(sender).run();
	}

	private static ConfigurableApplicationContext service(Parts parts, SimulatedCloud cloud, String jdbcUrl,
			String[] args) {
		List<String> arguments = new ArrayList<>();
		parts.properties(jdbcUrl).forEach((name, value) -> arguments.add("--" + name + "=" + value));
		Map.of("server.port", "0", "rekindle.cloud.endpoints.ecs", cloud.address() + "/{region}",
				"rekindle.cloud.endpoints.mpc", cloud.address() + "/{region}", "logging.level.io.rekindle", "ERROR")
			.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.addAll(List.of(args));
		ConfigurableApplicationContext service = new SpringApplicationBuilder(Rekindle.class)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.logStartupInfo(false)
			.run(arguments.toArray(String[]::new));
		parts.endFirst(service::close);
		return service;
	}

	static String time() {
		return LocalTime.now(ZoneId.systemDefault()).format(TIME);
	}

	static void print(String line) {
		System.out.println(line);
	}

}
