package io.rekindle.intake;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The trace of a command: the producer's (W3C Trace Context, version 00), else a new one.
 */
final class Traceparent {

	private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

	private Traceparent() {
	}

	static String of(Headers headers) {
		Header header = headers.lastHeader("traceparent");
		if (header != null && header.value() != null) {
			String text = new String(header.value(), StandardCharsets.US_ASCII);
			if (VALID.matcher(text).matches()) {
				return text;
			}
		}
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return "00-%016x%016x-%016x-00".formatted(random.nextLong(1, Long.MAX_VALUE), random.nextLong(),
				random.nextLong(1, Long.MAX_VALUE));
	}

}
