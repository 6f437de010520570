package io.rekindle.simulatedcloud;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedCloudLoadIT {

	@Test
	@Timeout(20)
	void servesTwoHundredSlowCallsAtOnce() throws Exception {
		Duration latency = Duration.ofSeconds(1);
		try (SimulatedCloud cloud = SimulatedCloud.configure().latency(latency).start();
				CloudClient client = new CloudClient(cloud.address())) {
			List<Callable<HttpResponse<String>>> retries = IntStream.range(0, 200)
				.<Callable<HttpResponse<String>>>mapToObj((i) -> () -> client.retry("task-" + i))
				.toList();
			try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
				assertThat(threads.invokeAll(retries))
					.allSatisfy((reply) -> assertThat(reply.get().statusCode()).isEqualTo(200));
			}
			assertThat(cloud.journal().restarts()).hasSize(200);
		}
	}

}
