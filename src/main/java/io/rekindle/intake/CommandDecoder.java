package io.rekindle.intake;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.rekindle.command.CommandRequest;
import io.rekindle.command.CommandType;
import io.rekindle.command.Priority;
import io.rekindle.command.Service;
import io.rekindle.events.RestartCommand;
import io.rekindle.events.RetryRemuxCommand;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Reads commands from records, by the deserializer that is configured for the consumer.
 * Here the Avro classes end.
 */
class CommandDecoder {

	private final CommandTopics topics;

	/** One a consumer thread: a foreign deserializer need not be safe for several. */
	private final ThreadLocal<Deserializer<?>> deserializer;

	CommandDecoder(CommandTopics topics, Supplier<Deserializer<?>> deserializers) {
		this.topics = topics;
		this.deserializer = ThreadLocal.withInitial(deserializers);
	}

	/**
	 * Reads one record.
	 * @throws UndecodableException where it is no command of the topic's type
	 * @throws RuntimeException where that can't be told now, the registry being away
	 */
	CommandRequest decode(ConsumerRecord<byte[], byte[]> record) {
		if (record.value() == null) {
			throw new UndecodableException("the record has no value");
		}
		Object value = deserialize(record);
		CommandType expected = this.topics.typeIn(record.topic());
		return switch (value) {
			case RestartCommand restart when expected == CommandType.RestartCommand -> request(restart);
			case RetryRemuxCommand retry when expected == CommandType.RetryRemuxCommand -> request(retry);
			case org.apache.avro.generic.GenericContainer other -> throw new UndecodableException(
					"the record is a " + other.getSchema().getFullName() + ", but this topic takes " + expected);
			case null, default -> throw new UndecodableException("the record is no Avro record");
		};
	}

	private @Nullable Object deserialize(ConsumerRecord<byte[], byte[]> record) {
		try {
			return this.deserializer.get().deserialize(record.topic(), record.headers(), record.value());
		}
		catch (SerializationException ex) {
			if (isOutage(ex)) {
				throw ex;
			}
			throw new UndecodableException(message(ex));
		}
	}

	/**
	 * Whether a deserializer failed for want of the registry. Ours throws another
	 * exception then; Confluent's tells only by the cause.
	 */
	private static boolean isOutage(Throwable thrown) {
		for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof SocketException || cause instanceof SocketTimeoutException
					|| cause instanceof UnknownHostException || cause instanceof SSLException
					|| cause instanceof HttpTimeoutException) {
				return true;
			}
			if (cause.getClass().getSimpleName().equals("RestClientException")) {
				return !Integer.valueOf(404).equals(status(cause));
			}
		}
		return false;
	}

	private static @Nullable Object status(Throwable restClientException) {
		var method = ReflectionUtils.findMethod(restClientException.getClass(), "getStatus");
		return (method != null) ? ReflectionUtils.invokeMethod(method, restClientException) : null;
	}

	private static String message(Throwable thrown) {
		String message = String.valueOf(thrown.getMessage());
		Throwable cause = thrown.getCause();
		return (cause == null) ? message : message + ": " + cause.getMessage();
	}

	private static CommandRequest request(RestartCommand command) {
		return new CommandRequest(CommandType.RestartCommand, command.getCommandId(), command.getRequestedAt(),
				command.getRequestedBy(), command.getRegion(), command.getProjectId(), command.getService().name(),
				command.getResourceIds(), command.getType().name(), Priority.valueOf(command.getPriority().name()),
				command.getNotAfter(), command.getLabels());
	}

	private static CommandRequest request(RetryRemuxCommand command) {
		return new CommandRequest(CommandType.RetryRemuxCommand, command.getCommandId(), command.getRequestedAt(),
				command.getRequestedBy(), command.getRegion(), command.getProjectId(), Service.MPC_REMUX.name(),
				List.of(command.getTaskId()), null, Priority.valueOf(command.getPriority().name()),
				command.getNotAfter(), command.getLabels());
	}

}
