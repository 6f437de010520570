package io.rekindle.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import io.rekindle.parts.Parts;
import io.rekindle.simulatedcloud.RemuxStatus;
import io.rekindle.simulatedcloud.SimulatedCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A registry that refuses the schema of one event. */
class RefusedSchemaIT {

	@Test
	void publishesEventsBehindOneWhoseSchemaIsRefusedP6() throws Exception {
		SimulatedCloud cloud = SimulatedCloud.start();
		cloud.tasks().set("done", RemuxStatus.SUCCEED);
		try (Scenario scenario = new Scenario(cloud, Map.of("logging.level.io.rekindle", "ERROR"))) {
			String subject = scenario.topic("job-failed") + "-value";
			registry("POST", "/subjects/" + subject + "/versions",
					"{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Other\\\",\\\"fields\\\":[]}\"}");
			registry("PUT", "/config/" + subject, "{\"compatibility\":\"FULL\"}");
			scenario.start();
			scenario.send(SampleCommands.retry("refused", "media", "done"));
			await().until(() -> outcomes(scenario) == 1);
			scenario.send(SampleCommands.restart("behind", "p", "server"));

			await().atMost(Duration.ofSeconds(20)).until(() -> scenario.submitted().size() == 1);
			assertThat(scenario.failed()).isEmpty();
			assertThat(scenario.jdbc()
				.sql("select command_id from outcome where published_at is null")
				.query(String.class)
				.list()).containsExactly("refused");
		}
	}

	private static long outcomes(Scenario scenario) {
		return scenario.jdbc().sql("select count(*) from outcome").query(Long.class).single();
	}

	private static void registry(String method, String path, String json) throws Exception {
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(Parts.shared().registryUrl() + path))
				.header("Content-Type", "application/vnd.schemaregistry.v1+json")
				.method(method, BodyPublishers.ofString(json))
				.build();
			assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
		}
	}

}
