package io.rekindle.intake;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import io.rekindle.command.CommandRequest;
import io.rekindle.command.CommandType;
import io.rekindle.command.Priority;
import io.rekindle.events.JobFailed;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandDecoderTest {

	private final Records records = new Records();

	private final CommandDecoder decoder = this.records.decoder();

	@Test
	void readsRestart() {
		assertThat(this.decoder.decode(this.records.record("restarts", () -> Records.restart("c-1", "a", "b"))))
			.isEqualTo(new CommandRequest(CommandType.RestartCommand, "c-1", Records.AT, "tests", "eu-west-101", "p1",
					"ECS", List.of("a", "b"), "HARD", Priority.HIGH, Records.AT.plusSeconds(60),
					Map.of("ticket", "OPS-1")));
	}

	@Test
	void readsRetry() {
		assertThat(this.decoder.decode(this.records.record("remuxes", () -> Records.retry("c-1"))))
			.isEqualTo(new CommandRequest(CommandType.RetryRemuxCommand, "c-1", Records.AT, "tests", "eu-west-101",
					"p1", "MPC_REMUX", List.of("task_1"), null, Priority.NORMAL, null, Map.of()));
	}

	@Test
	void readsNoValue() {
		undecodable("the record has no value", Records.record("restarts", 0, 0, null));
	}

	@Test
	void readsNoOtherRecordType() {
		undecodable("the record is a io.rekindle.events.RetryRemuxCommand, but this topic takes RestartCommand",
				this.records.record("restarts", () -> Records.retry("c-1")));
		undecodable("the record is a io.rekindle.events.RestartCommand, but this topic takes RetryRemuxCommand",
				this.records.record("remuxes", () -> Records.restart("c-1", "a")));
		undecodable("the record is a io.rekindle.events.JobFailed, but this topic takes RestartCommand",
				this.records.record("restarts", () -> new GenericData.Record(JobFailed.getClassSchema())));
	}

	@Test
	void readsNoOtherValue() {
		undecodable("the record is no Avro record", this.records.record("restarts", () -> "text"));
		undecodable("the record is no Avro record", this.records.record("restarts", () -> null));
	}

	@Test
	void tellsWhyRecordCanNotBeRead() {
		undecodable("Unknown magic byte!", this.records.failing(new SerializationException("Unknown magic byte!")));
		undecodable("Error deserializing: bytes are missing",
				this.records.failing(serialization(new EOFException("bytes are missing"))));
	}

	/** P5. */
	@ParameterizedTest
	@MethodSource("outages")
	void blamesNoRecordForAnOutage(RuntimeException outage) {
		assertThatThrownBy(() -> this.decoder.decode(this.records.failing(outage))).isSameAs(outage);
	}

	static Stream<RuntimeException> outages() {
		return Stream.of(new RetriableException("the registry is away") {
			private static final long serialVersionUID = 1L;

		}, new TimeoutException("the registry is away"), new IllegalStateException("a defect of ours"),
				serialization(new ConnectException("Connection refused")),
				serialization(new SocketTimeoutException("Read timed out")),
				serialization(new UnknownHostException("registry")),
				serialization(new HttpTimeoutException("request timed out")),
				serialization(new SSLHandshakeException("certificate expired")),
				serialization(new IOException("wrapped", new ConnectException("Connection refused"))),
				serialization(new RestClientException(500)), serialization(new RestClientException(401)),
				serialization(new RestClientException(403)), serialization(new RestClientException(429)),
				serialization(new RestClientException(503)),
				serialization(new IOException("wrapped", new RestClientException(502))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "wrapped" })
	void blamesRecordForSchemaThatTheRegistryDoesNotKnow(String wrapped) {
		Exception unknown = new RestClientException(404);
		undecodable("Error deserializing: " + (wrapped.isEmpty() ? "answered with 404" : wrapped),
				this.records.failing(serialization(wrapped.isEmpty() ? unknown : new IOException(wrapped, unknown))));
	}

	@Test
	void takesOneDeserializerPerThread() throws InterruptedException {
		List<Thread> made = new CopyOnWriteArrayList<>();
		CommandDecoder perThread = new CommandDecoder(Records.TOPICS, () -> {
			made.add(Thread.currentThread());
			return this.records;
		});
		ConsumerRecord<byte[], byte[]> record = this.records.record("remuxes", () -> Records.retry("c-1"));
		perThread.decode(record);
		perThread.decode(record);
		Thread other = Thread.ofPlatform().start(() -> perThread.decode(record));
		other.join();
		assertThat(made).containsExactly(Thread.currentThread(), other);
	}

	private void undecodable(String message, ConsumerRecord<byte[], byte[]> record) {
		assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> this.decoder.decode(record))
			.withMessage(message);
	}

	private static SerializationException serialization(Throwable cause) {
		return new SerializationException("Error deserializing", cause);
	}

	/** Named and shaped as Confluent's, which is not on the class path. */
	public static final class RestClientException extends Exception {

		private static final long serialVersionUID = 1L;

		private final int status;

		RestClientException(int status) {
			super("answered with " + status);
			this.status = status;
		}

		public int getStatus() {
			return this.status;
		}

	}

}
