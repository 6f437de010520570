package io.rekindle.parts;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PartsIT {

	private final Parts parts = Parts.shared();

	@AfterEach
	void bringBack() {
		this.parts.kafka().start();
		this.parts.postgres().start();
		this.parts.registry().start();
	}

	@Test
	void areSharedByAllUsersOfTheJvm() {
		assertThat(Parts.shared()).isSameAs(this.parts);
	}

	@Test
	void kafkaKeepsPortAndRecords() throws Exception {
		Map<String, Object> client = Map.of("bootstrap.servers", this.parts.bootstrapServers());
		try (Admin admin = Admin.create(client)) {
			admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
		}
		try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
			producer.send(new ProducerRecord<>("kept", "a record")).get();
		}

		restart(this.parts.kafka());

		try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
			List<TopicPartition> partitions = List.of(new TopicPartition("kept", 0));
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(30));
			assertThat(records).extracting("value").containsExactly("a record");
		}
	}

	@Test
	void postgresKeepsPortAndRowsAndBreaksConnections() throws Exception {
		String jdbcUrl = this.parts.createDatabase("kept");
		try (Connection open = connect(jdbcUrl); Statement statement = open.createStatement()) {
			statement.execute("CREATE TABLE kept AS SELECT 'a row' AS value");

			restart(this.parts.postgres());

			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT 1"));
		}
		assertThat(query(jdbcUrl, "SELECT value FROM kept")).isEqualTo("a row");
	}

	@Test
	void postgresIsAsDurableAsInProduction() throws Exception {
		String jdbcUrl = this.parts.createDatabase("durable");
		assertThat(query(jdbcUrl, "SHOW fsync")).isEqualTo("on");
		assertThat(query(jdbcUrl, "SHOW synchronous_commit")).isEqualTo("on");
		assertThat(query(jdbcUrl, "SHOW full_page_writes")).isEqualTo("on");
		assertThat(query(jdbcUrl, "SHOW max_connections")).isEqualTo("200");
	}

	@Test
	void registryKeepsPortAndSchemas() throws Exception {
		String registered = http(HttpRequest.newBuilder(registry("/subjects/kept-value/versions"))
			.header("Content-Type", "application/vnd.schemaregistry.v1+json")
			.POST(BodyPublishers.ofString("""
					{"schema": "{\\"type\\": \\"string\\"}"}""")));
		String id = registered.replaceAll("\\D", "");

		restart(this.parts.registry());

		assertThat(http(HttpRequest.newBuilder(registry("/schemas/ids/" + id)))).contains("string");
	}

	@Test
	void rekindleRunsAsProcessOfItsOwn() throws Exception {
		Map<String, String> properties = this.parts.properties(this.parts.createDatabase("replicas"));
		try (RekindleProcess killed = RekindleProcess.start(properties);
				RekindleProcess terminated = RekindleProcess.start(properties)) {
			killed.awaitReady().kill9();
			assertRefused(URI.create(killed.url()));

			assertThat(terminated.awaitReady().terminate()).isEqualTo(143);
			assertRefused(URI.create(terminated.url()));
		}
	}

	private static void restart(Part part) {
		String url = part.url();
		part.stop();
		assertRefused(URI.create(url.contains("//") ? url.substring(url.indexOf("//")) : "//" + url));
		part.start();
		assertThat(part.url()).isEqualTo(url);
	}

	private static void assertRefused(URI address) {
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(address.getHost(), address.getPort()).close());
	}

	private static String query(String jdbcUrl, String sql) throws SQLException {
		try (Connection connection = connect(jdbcUrl);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static Connection connect(String jdbcUrl) throws SQLException {
		return DriverManager.getConnection(jdbcUrl, Parts.USER, Parts.PASSWORD);
	}

	private URI registry(String path) {
		return URI.create(this.parts.registryUrl() + path);
	}

	private static String http(HttpRequest.Builder request) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(request.build(), BodyHandlers.ofString()).body();
		}
	}

}
