package io.rekindle.parts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Apicurio Registry as a process of its own, from the archive that the build unpacks to
 * {@code target/apicurio}.
 */
final class ApicurioProcess implements Part {

	private static final File JAR = new File("target/apicurio/quarkus-run.jar");

	private final int port = FreePort.pick();

	private final Path directory;

	private @Nullable Process process;

	/** The directory is made, and has to be removed by the caller. */
	ApicurioProcess(Path directory) {
		this.directory = directory;
	}

	@Override
	public String url() {
		return "http://localhost:" + this.port + "/apis/ccompat/v7";
	}

	@Override
	public synchronized void start() {
		if (this.process != null) {
			return;
		}
		if (!JAR.exists()) {
			throw new IllegalStateException(JAR + " is missing: run `mvn test-compile` once");
		}
		try {
			Process started = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m",
					"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dquarkus.http.host=localhost",
					"-Dquarkus.http.port=" + this.port, "-Dquarkus.management.host=localhost",
					// Any free one: nobody asks there.
					"-Dquarkus.management.port=0",
					// What it has acknowledged is on disk.
					"-Dapicurio.datasource.url=jdbc:h2:file:" + this.directory.resolve("registry") + ";WRITE_DELAY=0",
					"-Dapicurio.datasource.jdbc.initial-size=1", "-Dapicurio.datasource.jdbc.min-size=1", "-jar",
					JAR.getPath())
				.redirectErrorStream(true)
				.redirectOutput(Redirect.appendTo(new File("target/apicurio.log")))
				.start();
			this.process = started;
			HttpProbe.awaitOk(url() + "/subjects", started::isAlive);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized void stop() {
		Process running = this.process;
		if (running != null) {
			// SIGTERM, as H2 holds writes back for half a second.
			running.destroy();
			running.onExit().completeOnTimeout(running, 20, TimeUnit.SECONDS).join();
			running.destroyForcibly().onExit().join();
			this.process = null;
		}
	}

	@Override
	public void close() {
		stop();
	}

}
