package io.rekindle.parts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * One replica of Rekindle as a process of its own, which can be killed. Its output is in
 * {@code target/replica-N.log}.
 */
public final class RekindleProcess implements AutoCloseable {

	private static final AtomicInteger STARTED = new AtomicInteger();

	/** For a life of seconds, beside others of its kind, on few cores. */
	private static final List<String> QUICK_START = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

	private final String name;

	private final Process process;

	private final String url;

	private final Path log;

	private RekindleProcess(String name, Process process, String url, Path log) {
		this.name = name;
		this.process = process;
		this.url = url;
		this.log = log;
	}

	/**
	 * Starts one and doesn't wait.
	 * @param properties Spring properties, as those of {@link Parts#properties}
	 */
	public static RekindleProcess start(Map<String, String> properties) throws IOException {
		int port = FreePort.pick();
		String name = "replica-" + STARTED.incrementAndGet();
		File log = new File("target/" + name + ".log");
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
		command.addAll(QUICK_START);
		command.addAll(List.of("io.rekindle.Rekindle", "--server.port=" + port,
				"--spring.datasource.hikari.data-source-properties.ApplicationName=" + name));
		properties.forEach((key, value) -> command.add("--" + key + "=" + value));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
		builder.environment().put("CLASSPATH", classPath());
		Process process = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "replica-end"));
		return new RekindleProcess(name, process, "http://localhost:" + port, log.toPath());
	}

	/**
	 * This JVM's own, without the tests: their settings would be taken for the service's.
	 */
	private static String classPath() {
		return Arrays.stream(Objects.requireNonNull(System.getProperty("java.class.path")).split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).endsWith("test-classes"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/** What PostgreSQL knows its sessions by. */
	public String name() {
		return this.name;
	}

	/** Where its HTTP API and its pages are. */
	public String url() {
		return this.url;
	}

	public Path log() {
		return this.log;
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** Waits until its readiness is up. */
	public RekindleProcess awaitReady() {
		HttpProbe.awaitOk(this.url + "/actuator/health/readiness", this::isAlive);
		return this;
	}

	/**
	 * Ends it as a lost machine does: nothing is brought to an end. Returns once it is
	 * gone.
	 */
	public void kill9() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Asks it to end, by SIGTERM, and waits for that.
	 * @return its exit code
	 */
	public int terminate() {
		this.process.destroy();
		return this.process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
	}

	@Override
	public void close() {
		kill9();
	}

}
