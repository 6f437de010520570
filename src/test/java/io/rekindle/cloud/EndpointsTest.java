package io.rekindle.cloud;

import java.time.Duration;

import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** CLOUD_API.md, section 6. */
class EndpointsTest {

	@ParameterizedTest
	@CsvSource({ "ECS, eu-west-101, https://ecs.eu-west-101.myhuaweicloud.com",
			"ECS, cn-north-1, https://ecs.cn-north-1.myhuaweicloud.com",
			"MPC_REMUX, eu-west-101, https://mpc.eu-west-101.myhuaweicloud.com",
			"MPC_REMUX, cn-north-1, https://mts.cn-north-1.myhuaweicloud.com",
			"MPC_REMUX, cn-north-4, https://mpc.cn-north-4.myhuaweicloud.com" })
	void knowsThePublicOnes(Service service, String region, String expected) {
		assertThat(url(endpoints(null, null), service, region)).isEqualTo(expected + "/v1/p1/x");
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080, http://localhost:8080", "http://localhost:8080/, http://localhost:8080",
			"https://gw/base, https://gw/base", "https://gw/base/, https://gw/base",
			"https://ecs.{region}.example.com, https://ecs.r1.example.com",
			"https://gw/{region}/ecs/, https://gw/r1/ecs",
			"https://{region}.gw/{region}/{region}, https://r1.gw/r1/r1" })
	void takesThoseOfTheSettings(String setting, String expected) {
		assertThat(url(endpoints(setting, null), Service.ECS, "r1")).isEqualTo(expected + "/v1/p1/x");
		assertThat(url(endpoints(null, setting), Service.MPC_REMUX, "r1")).isEqualTo(expected + "/v1/p1/x");
	}

	@Test
	void makesNoExceptionForOneThatIsSet() {
		assertThat(url(endpoints(null, "https://mpc.{region}.example.com"), Service.MPC_REMUX, "cn-north-1"))
			.isEqualTo("https://mpc.cn-north-1.example.com/v1/p1/x");
	}

	@Test
	void keepsRegionsApart() {
		Endpoints endpoints = endpoints(null, null);
		assertThat(url(endpoints, Service.ECS, "r1")).contains("ecs.r1.");
		assertThat(url(endpoints, Service.ECS, "r2")).contains("ecs.r2.");
		assertThat(url(endpoints, Service.ECS, "r1")).contains("ecs.r1.");
	}

	private static String url(Endpoints endpoints, Service service, String region) {
		return endpoints.of(service, region).expand("/v1/{projectId}/x", "p1").toString();
	}

	private static Endpoints endpoints(@Nullable String ecs, @Nullable String mpc) {
		return new Endpoints(new CloudSettings(new CloudSettings.Endpoints(ecs, mpc), Duration.ofSeconds(3),
				Duration.ofSeconds(30)));
	}

}
