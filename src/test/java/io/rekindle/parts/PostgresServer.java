package io.rekindle.parts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * PostgreSQL's own binaries as processes of this machine, as durable as in production.
 * Its stop is a crash.
 */
final class PostgresServer implements Part {

	private final int port = FreePort.pick();

	private final Path directory;

	private @Nullable EmbeddedPostgres server;

	/** The directory is made, and has to be removed by the caller. */
	PostgresServer(Path directory) {
		this.directory = directory;
	}

	@Override
	public String url() {
		return "jdbc:postgresql://localhost:" + this.port + "/";
	}

	@Override
	public synchronized void start() {
		if (this.server != null) {
			return;
		}
		try {
			this.server = EmbeddedPostgres.builder()
				.setPort(this.port)
				.setDataDirectory(this.directory)
				.setCleanDataDirectory(false)
				.setRegisterShutdownHook(false)
				.setPGStartupWait(Duration.ofMinutes(1))
				.setOutputRedirector(Redirect.appendTo(new File("target/postgres.log")))
				// The builder turns both off, and what is measured here must hold in
				// production.
				.setServerConfig("fsync", "on")
				.setServerConfig("synchronous_commit", "on")
				.setServerConfig("max_connections", "200")
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.server != null) {
			crash();
			close();
		}
	}

	/**
	 * PostgreSQL's "immediate shutdown": it breaks all connections without ending their
	 * transactions, and recovers from its log at the next start.
	 */
	private void crash() {
		Path pidFile = this.directory.resolve("postmaster.pid");
		try {
			String pid = Files.readAllLines(pidFile).getFirst();
			new ProcessBuilder("kill", "-QUIT", pid).inheritIO().start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await("PostgreSQL's end").until(() -> Files.notExists(pidFile));
	}

	@Override
	public synchronized void close() {
		try {
			if (this.server != null) {
				this.server.close();
				this.server = null;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
