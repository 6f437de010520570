package io.rekindle.simulatedcloud;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The ECS limit holds over every sliding window, and counts what was restarted only. */
class SimulatedCloudLimitIT {

	private static final Duration WINDOW = Duration.ofSeconds(60);

	private static final Duration TICK = Duration.ofNanos(1);

	private final HandClock clock = new HandClock();

	private final SimulatedCloud cloud = SimulatedCloud.configure().clock(this.clock).ecsLimit(10, WINDOW).start();

	private final CloudClient client = new CloudClient(this.cloud.address());

	@AfterEach
	void close() {
		this.client.close();
		this.cloud.close();
	}

	@Test
	void refusesMoreThanTheLimitWithinAnyWindow() throws Exception {
		assertThat(batch("p", 6).statusCode()).isEqualTo(200);
		this.clock.advance(WINDOW.dividedBy(2));
		assertThat(batch("p", 4).statusCode()).isEqualTo(200);

		HttpResponse<String> over = batch("p", 1);
		assertThat(over.statusCode()).isEqualTo(400);
		assertThat(Json.STRICT.readTree(over.body()).path("error").path("code").asString()).isEqualTo("Ecs.0118");
		this.clock.advance(WINDOW.dividedBy(2).minus(TICK));
		assertThat(batch("p", 1).statusCode()).isEqualTo(400);
		assertThat(this.cloud.limitBreaches()).isEqualTo(2);

		this.clock.advance(TICK);
		assertThat(batch("p", 7).statusCode()).isEqualTo(400);
		assertThat(batch("p", 6).statusCode()).isEqualTo(200);
		assertThat(this.cloud.journal().maxRestartsInAnyWindow("p", WINDOW)).isEqualTo(10);
		assertThat(this.cloud.journal().maxRestartsInAnyWindow("p", WINDOW.plus(TICK))).isEqualTo(16);
	}

	@Test
	void countsBatchAndSingleTogether() throws Exception {
		batch("p", 9);
		assertThat(this.client.single("p", "s-1").statusCode()).isEqualTo(202);
		HttpResponse<String> over = this.client.single("p", "s-1");
		assertThat(over.statusCode()).isEqualTo(400);
		assertThat(over.body()).contains("Ecs.0118");
	}

	@Test
	void countsEachProjectAndRegionApart() throws Exception {
		batch("p", 10);
		assertThat(batch("q", 10).statusCode()).isEqualTo(200);
		try (CloudClient north = new CloudClient(this.cloud.address("north"))) {
			assertThat(north.batch("p", CloudClient.servers("n", 10)).statusCode()).isEqualTo(200);
		}
		assertThat(this.cloud.journal().maxRestartsInAnyWindow("p", WINDOW)).isEqualTo(10);
	}

	@Test
	void doesNotCountWhatWasNotCarriedOut() throws Exception {
		this.cloud.faults().next(1, Fault.throttled());
		this.cloud.faults().next(1, Fault.serverError(500));
		assertThat(batch("p", 10).statusCode()).isEqualTo(429);
		assertThat(batch("p", 10).statusCode()).isEqualTo(500);
		assertThat(batch("p", 11).statusCode()).isEqualTo(400);
		assertThat(batch("p", 10).statusCode()).isEqualTo(200);
		assertThat(this.cloud.limitBreaches()).isEqualTo(1);
		assertThat(this.cloud.journal().restarted()).isEqualTo(10);
	}

	@Test
	void countsWhatWasCarriedOutThoughTheAnswerSaysOtherwise() throws Exception {
		this.cloud.faults().next(1, Fault.serverError(502).afterCarryingOut());
		assertThat(batch("p", 10).statusCode()).isEqualTo(502);
		assertThat(batch("p", 1).statusCode()).isEqualTo(400);
		assertThat(this.cloud.journal().restartsOf("s-0")).singleElement().returns(502, ReceivedCall::status);
	}

	private HttpResponse<String> batch(String project, int servers) throws Exception {
		return this.client.batch(project, CloudClient.servers("s", servers));
	}

}
