package io.rekindle.endtoend;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.rekindle.Rekindle;
import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.events.RestartCommand;
import io.rekindle.parts.Parts;
import io.rekindle.parts.RekindleProcess;
import io.rekindle.registry.KafkaAvroDeserializer;
import io.rekindle.registry.KafkaAvroSerializer;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One installation of the service with a cloud of its own: topics, consumer group and
 * database are apart from those of any other, on the same servers.
 */
final class Scenario implements AutoCloseable {

	private static final AtomicInteger MADE = new AtomicInteger();

	private static final Duration CONNECT = Duration.ofSeconds(2);

	private final Parts parts = Parts.shared();

	private final String name = "s" + MADE.incrementAndGet();

	private final SimulatedCloud cloud;

	private final Map<String, String> properties = new HashMap<>();

	private final KafkaProducer<byte[], byte[]> producer;

	private final KafkaAvroSerializer serializer = new KafkaAvroSerializer();

	private final TopicReader<Object> events;

	private final TopicReader<byte[]> deadLetters;

	private final Offsets offsets;

	private final JdbcClient jdbc;

	private final AtomicReference<@Nullable Throwable> unsent = new AtomicReference<>();

	private final List<ConfigurableApplicationContext> replicas = new ArrayList<>();

	Scenario(SimulatedCloud cloud, Map<String, String> settings) {
		this.cloud = cloud;
		String jdbcUrl = this.parts.createDatabase(this.name);
		this.properties.putAll(this.parts.properties(jdbcUrl));
		for (String topic : List.of("restart-commands", "retry-remux-commands", "job-submitted", "job-succeeded",
				"job-failed")) {
			this.properties.put("rekindle.topics." + topic, topic(topic));
		}
		this.properties.put("spring.kafka.consumer.group-id", this.name);
		this.properties.put("rekindle.cloud.endpoints.ecs", cloud.address() + "/{region}");
		this.properties.put("rekindle.cloud.endpoints.mpc", cloud.address() + "/{region}");
		this.properties.putAll(settings);
		createTopics();
		DataSource dataSource = new DriverManagerDataSource(jdbcUrl, Parts.USER, Parts.PASSWORD);
		this.jdbc = JdbcClient.create(dataSource);
		this.serializer.configure(Map.of("schema.registry.url", this.parts.registryUrl()), false);
		this.producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", this.parts.bootstrapServers(), "max.request.size", 2_000_000,
						"max.block.ms", 120_000, "delivery.timeout.ms", 120_000),
				new ByteArraySerializer(), new ByteArraySerializer());
		KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
		deserializer.configure(Map.of("schema.registry.url", this.parts.registryUrl()), false);
		this.events = new TopicReader<>(this.parts.bootstrapServers(), deserializer,
				List.of(topic("job-submitted"), topic("job-succeeded"), topic("job-failed")));
		this.deadLetters = new TopicReader<>(this.parts.bootstrapServers(), new ByteArrayDeserializer(),
				List.of(topic("restart-commands-dlt"), topic("retry-remux-commands-dlt")));
		this.offsets = new Offsets(this.parts.bootstrapServers(), this.name,
				List.of(topic("restart-commands"), topic("retry-remux-commands")));
	}

	/** The readers need the topics before the service is there to create them. */
	private void createTopics() {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.parts.bootstrapServers()))) {
			List<NewTopic> topics = new ArrayList<>();
			for (String topic : List.of("restart-commands", "retry-remux-commands", "job-submitted", "job-succeeded",
					"job-failed", "restart-commands-dlt", "retry-remux-commands-dlt")) {
				topics.add(new NewTopic(topic(topic), 2, (short) 1).configs(Map.of("max.message.bytes", "2097152")));
			}
			admin.createTopics(topics).all().get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Starts a replica of the service in this JVM. */
	Scenario start() {
		this.replicas.add(new SpringApplicationBuilder(Rekindle.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.bannerMode(org.springframework.boot.Banner.Mode.OFF)
			.run(this.properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new)));
		return this;
	}

	/** The replica that was started last in this JVM. */
	ConfigurableApplicationContext lastReplica() {
		return this.replicas.getLast();
	}

	/** Starts the service as a process of its own, which can be killed. */
	RekindleProcess startProcess() throws java.io.IOException {
		return RekindleProcess.start(this.properties);
	}

	String topic(String topic) {
		return topic.endsWith("-dlt") ? topic.replace("-dlt", "-" + this.name + "-dlt") : topic + "-" + this.name;
	}

	String group() {
		return this.name;
	}

	/** How far the service has read its topics. */
	Offsets offsets() {
		return this.offsets;
	}

	SimulatedCloud cloud() {
		return this.cloud;
	}

	/** A part of the first replica in this JVM. */
	<T> T bean(Class<T> type) {
		return this.replicas.getFirst().getBean(type);
	}

	JdbcClient jdbc() {
		return this.jdbc;
	}

	/** Sends a command to its topic, as any producer would. */
	void send(SpecificRecord command, Header... headers) {
		String topic = topic((command instanceof RestartCommand) ? "restart-commands" : "retry-remux-commands");
		sendBytes(topic, encode(topic, command), headers);
	}

	byte[] encode(String topic, SpecificRecord command) {
		return Objects.requireNonNull(this.serializer.serialize(topic, command));
	}

	void sendBytes(String topic, byte @Nullable [] value, Header... headers) {
		var _ = sendRecord(new ProducerRecord<>(topic, null, (byte[]) null, value, List.of(headers)));
	}

	/** Sends a record as it is; its position is known once it is in Kafka. */
	Future<RecordMetadata> sendRecord(ProducerRecord<byte[], byte[]> record) {
		return this.producer.send(record, (_, failure) -> {
			if (failure != null) {
				this.unsent.set(failure);
			}
		});
	}

	/** Waits until all that was sent is in Kafka. */
	void flush() {
		this.producer.flush();
		assertThat(this.unsent.get()).isNull();
	}

	List<ConsumerRecord<byte[], Object>> eventRecords() {
		return this.events.records();
	}

	List<JobSubmitted> submitted() {
		return events(JobSubmitted.class);
	}

	List<JobFailed> failed() {
		return events(JobFailed.class);
	}

	private <E> List<E> events(Class<E> type) {
		return this.events.records()
			.stream()
			.map(ConsumerRecord::value)
			.filter(type::isInstance)
			.map(type::cast)
			.toList();
	}

	List<ConsumerRecord<byte[], byte[]>> deadLetters() {
		return this.deadLetters.records();
	}

	/**
	 * Whether all that was sent is through: read, settled, published and, here, read
	 * again. What comes after that comes for no reason.
	 */
	boolean isSettled() {
		long open = this.jdbc.sql("""
				select (select count(*) from target where state in ('QUEUED', 'SENDING') or letter_due)
					+ (select count(*) from outcome where published_at is null)""").query(Long.class).single();
		return open == 0 && this.offsets.lag() == 0
				&& this.offsets.end(List.of(topic("job-submitted"), topic("job-succeeded"),
						topic("job-failed"))) == this.events.records().size()
				&& this.offsets.end(List.of(topic("restart-commands-dlt"),
						topic("retry-remux-commands-dlt"))) == this.deadLetters.records().size();
	}

	static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

	@Override
	public void close() {
		this.replicas.forEach(ConfigurableApplicationContext::close);
		this.offsets.close();
		this.events.close();
		this.deadLetters.close();
		this.producer.close(CONNECT);
		this.serializer.close();
		this.cloud.close();
	}

}
