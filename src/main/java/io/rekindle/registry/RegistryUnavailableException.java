package io.rekindle.registry;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry gave no usable answer: it is away, overloaded, refuses our sign-in,
 * or something else answers in its place. It says nothing about the record, which is to
 * be tried again later (promise P5).
 */
public final class RegistryUnavailableException extends RetriableException {

	RegistryUnavailableException(String message) {
		super(message);
	}

	RegistryUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
