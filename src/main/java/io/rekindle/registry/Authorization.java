package io.rekindle.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.apache.kafka.common.config.ConfigException;

/**
 * The value of an {@code Authorization} header. Secret.
 *
 * @param header scheme and credentials
 */
record Authorization(String header) {

	Authorization {
		if (header.chars().anyMatch((c) -> c < ' ' || c > '~')) {
			throw new ConfigException(
					"the registry's credentials must not hold line breaks or characters other than ASCII");
		}
	}

	static Authorization basic(String userInfo) {
		return new Authorization(
				"Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
	}

	static Authorization bearer(String token) {
		return new Authorization("Bearer " + token);
	}

	@Override
	public String toString() {
		return "[hidden]";
	}

}
