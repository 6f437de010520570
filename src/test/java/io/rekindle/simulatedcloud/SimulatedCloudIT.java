package io.rekindle.simulatedcloud;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Each of the published examples gets the documented answer, and each job its end. */
class SimulatedCloudIT {

	private static final Duration JOB = Duration.ofSeconds(8);

	private final HandClock clock = new HandClock();

	private final SimulatedCloud cloud = SimulatedCloud.configure().clock(this.clock).jobDuration(JOB).start();

	private final CloudClient client = new CloudClient(this.cloud.address());

	@AfterEach
	void close() {
		this.client.close();
		this.cloud.close();
	}

	@Test
	void restartsEcsBatchAndTellsEachServersEnd() throws Exception {
		this.cloud.endings().fail("726fb98f-46ca-475e-917e-2563e5a8cd20", "Ecs.0227", "Failed to restart");
		HttpResponse<String> reply = this.client.send("POST", "/v1/p/cloudservers/action", """
				{"reboot": {"type":"SOFT", "servers": [
				    {"id": "616fb98f-46ca-475e-917e-2563e5a8cd19"},
				    {"id": "726fb98f-46ca-475e-917e-2563e5a8cd20"}]}}""");
		assertThat(reply.statusCode()).isEqualTo(200);
		assertThat(reply.headers().firstValue("X-Request-Id")).isPresent();
		String job = "/v1/p/jobs/" + json(reply).path("job_id").asString();

		assertThat(json(this.client.get(job)).path("status").asString()).isEqualTo("INIT");
		this.clock.advance(JOB.dividedBy(2));
		assertThat(json(this.client.get(job)).path("status").asString()).isEqualTo("RUNNING");
		this.clock.advance(JOB.dividedBy(2));
		JsonNode ended = json(this.client.get(job));
		assertThat(ended.path("status").asString()).isEqualTo("FAIL");
		JsonNode subJobs = ended.path("entities").path("sub_jobs");
		assertThat(subJobs.get(0).path("status").asString()).isEqualTo("SUCCESS");
		assertThat(subJobs.get(0).path("error_code").isNull()).isTrue();
		assertThat(subJobs.get(1).path("status").asString()).isEqualTo("FAIL");
		assertThat(subJobs.get(1).path("error_code").asString()).isEqualTo("Ecs.0227");
		assertThat(subJobs.get(1).path("entities").path("server_id").asString())
			.isEqualTo("726fb98f-46ca-475e-917e-2563e5a8cd20");

		this.clock.advance(Duration.ofDays(1));
		assertThat(this.client.get(job).statusCode()).isEqualTo(400);
		assertThat(json(this.client.get(job)).path("code").asString()).isEqualTo("Common.0011");
	}

	@ParameterizedTest
	@CsvSource({ "/v2, /v1/p/cloudservers/s-1", "/v2.1, /v2.1/p/servers/s-1" })
	void restartsSingleEcsAndTellsItsState(String version, String query) throws Exception {
		HttpResponse<String> reply = this.client.send("POST", version + "/p/servers/s-1/action",
				"{\"reboot\":{\"type\":\"HARD\"}}");
		assertThat(reply.statusCode()).isEqualTo(202);
		assertThat(reply.body()).isEmpty();
		JsonNode restarting = json(this.client.get(query)).path("server");
		assertThat(restarting.path("status").asString()).isEqualTo("HARD_REBOOT");
		assertThat(restarting.path("OS-EXT-STS:task_state").asString()).isEqualTo("rebooting_hard");
		this.clock.advance(JOB);
		JsonNode restarted = json(this.client.get(query)).path("server");
		assertThat(restarted.path("status").asString()).isEqualTo("ACTIVE");
		assertThat(restarted.path("OS-EXT-STS:task_state").isNull()).isTrue();
		this.cloud.endings().fail("s-1", "500", "No valid host");
		JsonNode failed = json(this.client.get(query)).path("server");
		assertThat(failed.path("status").asString()).isEqualTo("ERROR");
		assertThat(failed.path("fault").path("message").asString()).isEqualTo("No valid host");
	}

	@Test
	void restartsEncodeServersEachWithItsJob() throws Exception {
		this.cloud.endings().refuseItem("bad", "CPS.0010", "not found");
		this.cloud.endings().fail("failing", "CPS.0099", "it broke");
		HttpResponse<String> reply = this.client.send("POST", "/v1/p/cloud-phone/encode-servers/batch-restart",
				"{\"encode_server_ids\" : [ \"d5cfa92995da40168c39b38d2aa478b3\", \"bad\", \"failing\" ]}");
		assertThat(reply.statusCode()).isEqualTo(200);
		JsonNode body = json(reply);
		JsonNode items = body.path("jobs");
		assertThat(items.get(0).path("encode_server_id").asString()).isEqualTo("d5cfa92995da40168c39b38d2aa478b3");
		assertThat(items.get(0).path("job_id").asString()).matches("[0-9a-f]{32}");
		assertThat(items.get(1).path("error_code").asString()).isEqualTo("CPS.0010");
		assertThat(items.get(1).has("job_id")).isFalse();
		String requestId = body.path("request_id").asString();
		assertThat(reply.headers().firstValue("X-Request-Id")).contains(requestId);

		String jobs = "/v1/p/cloud-phone/jobs";
		String job = jobs + "/" + items.get(0).path("job_id").asString();
		assertThat(json(this.client.get(job)).path("status").asInt()).isEqualTo(1);
		this.clock.advance(JOB);
		assertThat(json(this.client.get(job)).path("status").asInt()).isEqualTo(2);
		JsonNode several = json(this.client.get(jobs + "?request_ids=other," + requestId + "&offset=1&limit=1"));
		assertThat(several.path("jobs").size()).isEqualTo(1);
		assertThat(several.path("jobs").get(0).path("status").asInt()).isEqualTo(-1);
		assertThat(several.path("jobs").get(0).path("error_msg").asString()).isEqualTo("it broke");
		assertThat(this.cloud.journal().restarts()).doesNotContainKey("bad").hasSize(2);
	}

	@Test
	void restartsAppServersWithoutJob() throws Exception {
		HttpResponse<String> reply = this.client.send("PATCH", "/v1/p/app-servers/actions/batch-reboot", """
				{"items" : [ "522933611213619200", "545797802463068160" ], "type" : "HARD"}""");
		assertThat(reply.statusCode()).isEqualTo(200);
		assertThat(reply.body()).isEqualTo("null");
		String server = "/v1/p/app-servers/522933611213619200";
		this.clock.advance(JOB.dividedBy(2));
		assertThat(json(this.client.get(server)).path("task_status").asString()).isEqualTo("rebooting_hard");
		this.clock.advance(JOB.dividedBy(2));
		assertThat(json(this.client.get(server)).path("task_status").asString()).isEqualTo("null");
		assertThat(json(this.client.get(server)).path("status").asString()).isEqualTo("REGISTERED");
	}

	@Test
	void retriesOnlyFailedTask() throws Exception {
		assertThat(this.client.retry("538526").statusCode()).isEqualTo(200);
		HttpResponse<String> again = this.client.retry("538526");
		assertThat(again.statusCode()).isEqualTo(403);
		assertThat(json(again)).isEqualTo(Json.STRICT.readTree("""
				{"error_code" : "MPC.10212", "error_msg" : "Operation failed."}"""));
		this.cloud.tasks().set("canceled", RemuxStatus.CANCELED);
		this.clock.advance(JOB);
		JsonNode tasks = json(this.client.get("/v1/p/remux?task_id=538526&task_id=canceled&task_id=new"));
		assertThat(tasks.path("total").asInt()).isEqualTo(3);
		assertThat(tasks.path("tasks").valueStream().map((task) -> task.path("status").asString()))
			.containsExactly("SUCCEED", "CANCELED", "FAILED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					POST  | /v1/p/cloudservers/action | {"reboot":{"type":"SOFT","servers":[]}} | Ecs.0005
					POST  | /v1/p/cloudservers/action | {"reboot":{"type":"SOFT","servers":[{"id":"a"},{"id":"a"}]}} | Ecs.0005
					POST  | /v1/p/cloudservers/action | {"reboot":{"type":"COLD","servers":[{"id":"a"}]}} | Ecs.0005
					POST  | /v1/p/cloudservers/action | {"reboot":{"type":"SOFT","servers":[{"id":"a","x":1}]}} | Ecs.0005
					POST  | /v1/p/cloudservers/action | {"reboot":{"type":"SOFT" | Ecs.0005
					POST  | /v1/p/cloudservers/action | {"reboot":{"servers":[{"id":"a"}]}} | Ecs.0005
					POST  | /v2.1/p/servers/a/action | {"reboot":{"type":0}} | badRequest
					POST  | /v1/p/cloud-phone/encode-servers/batch-restart | {"encode_server_ids":["012345678901234567890123456789012"]} | CPS.0002
					PATCH | /v1/p/app-servers/actions/batch-reboot | {"items":[522933611213619200],"type":"HARD"} | WKS.00010400
					PATCH | /v1/p/app-servers/actions/batch-reboot | {"items":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17","18","19","20","21"],"type":"HARD"} | WKS.00010400
					PUT   | /v1/p/remux | {"task_id":null} | MPC.10202
					PUT   | /v1/p/remux | {"task_id":"1"} {} | MPC.10202
					""")
	void refusesMalformedRequests(String method, String path, String body, String code) throws Exception {
		HttpResponse<String> reply = this.client.send(method, path, body);
		assertThat(reply.statusCode()).isEqualTo(400);
		assertThat(reply.body()).contains("\"" + code + "\"");
		assertThat(this.cloud.journal().restarted()).isZero();
	}

	@Test
	void servesRegionsApartAndAnswersUnknownPathsAsGateway() throws Exception {
		this.client.send("PUT", "/cn-north-4/v1/p/remux", "{\"task_id\":\"1\"}");
		HttpResponse<String> reply = this.client.get("/v1/nothing");
		assertThat(reply.statusCode()).isEqualTo(404);
		assertThat(json(reply).path("error_code").asString()).isEqualTo("APIGW.0101");
		assertThat(this.cloud.journal().calls()).extracting(ReceivedCall::kind, ReceivedCall::region)
			.containsExactly(tuple(CallKind.MPC_RETRY, "cn-north-4"), tuple(CallKind.UNKNOWN, ""));
	}

	@Test
	void passesEachRequestThroughItsChecks() throws Exception {
		Check signed = (request) -> (request.header("authorization") != null) ? null
				: Answer.error(request, 401, "APIGW.0301", "Incorrect IAM authentication information");
		try (SimulatedCloud checking = SimulatedCloud.configure().check(signed).start();
				CloudClient unsigned = new CloudClient(checking.address())) {
			HttpResponse<String> reply = unsigned.batch("p", "s-1");
			assertThat(reply.statusCode()).isEqualTo(401);
			assertThat(json(reply).path("error_code").asString()).isEqualTo("APIGW.0301");
			assertThat(checking.journal().calls(CallKind.ECS_BATCH_RESTART)).singleElement()
				.returns(List.of("s-1"), ReceivedCall::targets)
				.returns(false, ReceivedCall::wasCarriedOut);
		}
	}

	private static JsonNode json(HttpResponse<String> reply) {
		return Json.STRICT.readTree(reply.body());
	}

}
