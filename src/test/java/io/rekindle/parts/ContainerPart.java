package io.rekindle.parts;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import static org.awaitility.Awaitility.await;

/**
 * A part in a container. Testcontainers knows no stop that keeps the data, so it is
 * Docker's own stop and start; the port on the host is a fixed one, as Docker would
 * choose another at each start.
 */
final class ContainerPart implements Part {

	private final GenericContainer<?> container;

	private final int port = FreePort.pick();

	private final UnaryOperator<String> url;

	private final ReadyCheck ready;

	private boolean running;

	private ContainerPart(GenericContainer<?> container, int containerPort, UnaryOperator<String> url,
			ReadyCheck ready) {
		container.setPortBindings(List.of(this.port + ":" + containerPort));
		this.container = container;
		this.url = url;
		this.ready = ready;
	}

	static Part kafka() {
		return new ContainerPart(
				new KafkaContainer("apache/kafka:4.2.1").withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"), 9092,
				(address) -> address, (url) -> {
					try (Admin admin = Admin.create(Map.of("bootstrap.servers", url))) {
						admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
					}
				});
	}

	static Part postgres() {
		return new ContainerPart(
				new PostgreSQLContainer("postgres:18").withUsername(Parts.USER)
					.withPassword(Parts.PASSWORD)
					// In place of Testcontainers' own command, which turns fsync off.
					.withCommand("postgres", "-c", "max_connections=200"),
				PostgreSQLContainer.POSTGRESQL_PORT, (address) -> "jdbc:postgresql://" + address + "/",
				(url) -> DriverManager.getConnection(url + "postgres", Parts.USER, Parts.PASSWORD).close());
	}

	static Part registry() {
		return new ContainerPart(
				new GenericContainer<>("apicurio/apicurio-registry:3.3.3").withExposedPorts(8080)
					.withEnv("APICURIO_DATASOURCE_URL", "jdbc:h2:file:/tmp/registry"),
				8080, (address) -> "http://" + address + "/apis/ccompat/v7",
				(url) -> HttpProbe.awaitOk(url + "/subjects", () -> true));
	}

	@Override
	public String url() {
		return this.url.apply(this.container.getHost() + ":" + this.port);
	}

	@Override
	public synchronized void start() {
		if (this.running) {
			return;
		}
		if (this.container.getContainerId() == null) {
			this.container.start();
		}
		else {
			this.container.getDockerClient().startContainerCmd(this.container.getContainerId()).exec();
		}
		this.running = true;
		// Docker's proxy accepts connections before the server does, so it takes an
		// answer.
		await(url()).atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> this.ready.check(url()));
	}

	@Override
	public synchronized void stop() {
		if (this.running) {
			this.container.getDockerClient().stopContainerCmd(this.container.getContainerId()).exec();
			this.running = false;
		}
	}

	@Override
	public synchronized void close() {
		this.container.stop();
	}

	@FunctionalInterface
	private interface ReadyCheck {

		void check(String url) throws Exception;

	}

}
