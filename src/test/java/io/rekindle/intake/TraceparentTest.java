package io.rekindle.intake;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** W3C Trace Context, version 00. */
class TraceparentTest {

	private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final String VALID = "00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";

	@Test
	void goesOnWithTheProducersTrace() {
		assertThat(Traceparent.of(headers(GIVEN))).isEqualTo(GIVEN);
	}

	@Test
	void takesTheLastOfSeveral() {
		Headers headers = headers("00-11111111111111111111111111111111-1111111111111111-00");
		headers.add("traceparent", GIVEN.getBytes(StandardCharsets.US_ASCII));
		assertThat(Traceparent.of(headers)).isEqualTo(GIVEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
			"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", "ä\u0000" })
	void startsTraceWhereThereIsNoValidOne(String given) {
		assertThat(Traceparent.of(headers(given))).matches(VALID).isNotEqualTo(given);
	}

	@Test
	void startsNewTraceEachTime() {
		assertThat(Traceparent.of(new RecordHeaders())).matches(VALID)
			.isNotEqualTo(Traceparent.of(new RecordHeaders()));
		assertThat(Traceparent.of(new RecordHeaders().add("traceparent", null))).matches(VALID);
	}

	private static Headers headers(String traceparent) {
		return new RecordHeaders().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
	}

}
