package io.rekindle.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.rekindle.simulatedcloud.CallKind;
import io.rekindle.simulatedcloud.CloudRequest;
import io.rekindle.simulatedcloud.ReceivedCall;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeastTimeTest {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	@Test
	void addsUpHowLongCallsHeldThePermitsThatAnotherOneWaitedFor() {
		LeastTime time = time(call(0, 100, 1), call(11, 100, 2), call(24, 100, 9));
		assertThat(time.taken()).hasSeconds(24);
		assertThat(time.ofWindows()).hasSeconds(20);
		assertThat(time.ofMeanLatency()).hasSeconds(28);
		assertThat(time.ofTheseCalls()).hasSeconds(23);
	}

	@Test
	void waitsForNoMorePermitsThanCallsTake() {
		LeastTime time = time(call(0, 60, 5), call(0, 40, 1), call(11, 40, 1), call(15, 50, 0), call(22, 1, 0));
		assertThat(time.ofTheseCalls()).hasSeconds(15);
		assertThat(time.ofWindows()).hasSeconds(10);
	}

	private static LeastTime time(ReceivedCall... calls) {
		return new LeastTime(List.of(calls), 100, WINDOW);
	}

	private static ReceivedCall call(int arrivedSeconds, int servers, int latencySeconds) {
		List<String> ids = Collections.nCopies(servers, "server");
		CloudRequest request = new CloudRequest("r", CallKind.ECS_BATCH_RESTART, "", "p", ids, null, "POST", "/", "",
				Map.of(), new byte[0], null);
		Duration arrived = Duration.ofSeconds(arrivedSeconds);
		return new ReceivedCall(1, request, arrived.toNanos(), Instant.EPOCH.plus(arrived),
				Duration.ofSeconds(latencySeconds), 200, null, ids);
	}

}
