package io.rekindle.parts;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own server in this process, broker and controller in one. spring-kafka-test's
 * broker is not used as it can't be started again, and Kafka's test kit not as its
 * controller would go on running while the broker is away.
 */
final class KafkaBroker implements Part {

	private final String url = "localhost:" + FreePort.pick();

	private final Path directory;

	private final KafkaConfig config;

	private @Nullable KafkaRaftServer server;

	/** The directory is made, and has to be removed by the caller. */
	KafkaBroker(Path directory) {
		this.directory = directory;
		this.config = config(directory, this.url, "localhost:" + FreePort.pick());
	}

	private static KafkaConfig config(Path directory, String broker, String controller) {
		Map<String, String> config = new HashMap<>();
		config.put("process.roles", "broker,controller");
		config.put("node.id", "1");
		config.put("controller.quorum.voters", "1@" + controller);
		config.put("listeners", "PLAINTEXT://%s,CONTROLLER://%s".formatted(broker, controller));
		config.put("controller.listener.names", "CONTROLLER");
		config.put("log.dirs", directory.toString());
		config.put("auto.create.topics.enable", "false");
		config.put("group.initial.rebalance.delay.ms", "0");
		// One broker can't keep the three copies that are the default.
		config.put("offsets.topic.replication.factor", "1");
		config.put("transaction.state.log.replication.factor", "1");
		config.put("transaction.state.log.min.isr", "1");
		config.put("share.coordinator.state.topic.replication.factor", "1");
		config.put("share.coordinator.state.topic.min.isr", "1");
		// Less to create and to open than 50 each, and no 128 MB of heap.
		config.put("offsets.topic.num.partitions", "1");
		config.put("transaction.state.log.num.partitions", "1");
		config.put("log.cleaner.dedupe.buffer.size", "2097152");
		return new KafkaConfig(config, false);
	}

	@Override
	public String url() {
		return this.url;
	}

	@Override
	public synchronized void start() {
		if (this.server == null) {
			if (Files.notExists(this.directory)) {
				format();
			}
			this.server = new KafkaRaftServer(this.config, Time.SYSTEM);
			this.server.startup();
		}
	}

	/** What {@code kafka-storage.sh format} does. */
	private void format() {
		try {
			new Formatter().setNodeId(this.config.nodeId())
				.setClusterId(Uuid.randomUuid().toString())
				.addDirectory(this.directory.toString())
				.setMetadataLogDirectory(this.directory.toString())
				.setControllerListenerName("CONTROLLER")
				.setSupportedFeatures(Feature.PRODUCTION_FEATURES)
				.setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
				.setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
				.run();
		}
		catch (Exception ex) {
			throw new IllegalStateException("no storage for the broker in " + this.directory, ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.server != null) {
			this.server.shutdown();
			this.server.awaitShutdown();
			this.server = null;
		}
	}

	@Override
	public void close() {
		stop();
	}

}
