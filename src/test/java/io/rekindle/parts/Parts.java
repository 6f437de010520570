package io.rekindle.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * The servers Rekindle needs: one set for all tests of a JVM, ended with it. The system
 * property {@code parts} chooses what they are: {@code embedded} (the default) are
 * processes of this machine, {@code containers} need Docker.
 */
public final class Parts {

	public static final String USER = "postgres";

	public static final String PASSWORD = "postgres";

	private final Part kafka;

	private final Part postgres;

	private final Part registry;

	private final List<Runnable> users = new CopyOnWriteArrayList<>();

	private Parts(Part kafka, Part postgres, Part registry) {
		this.kafka = kafka;
		this.postgres = postgres;
		this.registry = registry;
	}

	/** Starts them where nobody did so far. */
	public static Parts shared() {
		return Shared.PARTS;
	}

	private static Parts start() {
		try {
			Path directory = Files.createTempDirectory("rekindle-parts");
			Parts parts = create(directory);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> parts.end(directory), "parts-end"));
			parts.startAll();
			return parts;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Parts create(Path directory) {
		String kind = System.getProperty("parts", "embedded");
		return switch (kind) {
			case "embedded" -> new Parts(new KafkaBroker(directory.resolve("kafka")),
					new PostgresServer(directory.resolve("postgres")),
					new ApicurioProcess(directory.resolve("registry")));
			case "containers" -> new Parts(ContainerPart.kafka(), ContainerPart.postgres(), ContainerPart.registry());
			default -> throw new IllegalArgumentException("parts is embedded or containers, not " + kind);
		};
	}

	private void startAll() {
		try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
			List<CompletableFuture<Void>> starts = Stream.of(this.kafka, this.postgres, this.registry)
				.map((part) -> CompletableFuture.runAsync(part::start, each))
				.toList();
			starts.forEach(CompletableFuture::join);
		}
	}

	private void end(Path directory) {
		try (this.kafka; this.postgres; this.registry) {
			this.users.forEach(Runnable::run);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory.toFile());
		}
	}

	/**
	 * When the JVM ends, ends a user of the parts before them: hooks of the JVM have no
	 * order.
	 */
	public void endFirst(Runnable user) {
		this.users.add(user);
	}

	/** The broker, to be stopped and started again. */
	public Part kafka() {
		return this.kafka;
	}

	/** The database server, to be stopped and started again. */
	public Part postgres() {
		return this.postgres;
	}

	/** The schema registry, to be stopped and started again. */
	public Part registry() {
		return this.registry;
	}

	public String bootstrapServers() {
		return this.kafka.url();
	}

	/** With the path of the Confluent-compatible API. */
	public String registryUrl() {
		return this.registry.url();
	}

	/**
	 * Makes a new, empty database, so that tests don't see each other's rows.
	 * @return its JDBC URL, for {@link #USER} and {@link #PASSWORD}
	 */
	public String createDatabase(String name) {
		try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, PASSWORD);
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
			return jdbcUrl(name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("no database " + name, ex);
		}
	}

	private String jdbcUrl(String database) {
		return this.postgres.url() + database;
	}

	/** What makes Rekindle use these parts and that database. */
	public Map<String, String> properties(String jdbcUrl) {
		return Map.of("spring.kafka.bootstrap-servers", bootstrapServers(),
				"spring.kafka.properties.schema.registry.url", registryUrl(), "spring.datasource.url", jdbcUrl,
				"spring.datasource.username", USER, "spring.datasource.password", PASSWORD);
	}

	/** The JVM makes it when it is first asked for. */
	private static final class Shared {

		static final Parts PARTS = Parts.start();

	}

}
