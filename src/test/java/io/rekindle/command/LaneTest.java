package io.rekindle.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LaneTest {

	@Test
	void sharesOneLimitAmongTheEcsCallsOfProject() {
		QuotaScope scope = new QuotaScope("r1", "p1");
		assertThat(new Lane(Service.ECS, "r1", "p1", RestartType.SOFT).quotaScope()).contains(scope);
		assertThat(new Lane(Service.ECS, "r1", "p1", RestartType.HARD).quotaScope()).contains(scope);
		assertThat(new Lane(Service.ECS_SINGLE, "r1", "p1", RestartType.SOFT).quotaScope()).contains(scope);
		assertThat(new Lane(Service.ECS, "r2", "p1", RestartType.SOFT).quotaScope())
			.contains(new QuotaScope("r2", "p1"));
	}

	@Test
	void bindsNoOtherServiceByLimit() {
		assertThat(new Lane(Service.CPH_ENCODE_SERVER, "r1", "p1", null).quotaScope()).isEmpty();
		assertThat(new Lane(Service.WORKSPACE_APP_SERVER, "r1", "p1", RestartType.SOFT).quotaScope()).isEmpty();
		assertThat(new Lane(Service.MPC_REMUX, "r1", "p1", null).quotaScope()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "ECS", "ECS_SINGLE", "WORKSPACE_APP_SERVER" })
	void needsTypeWhereThereIsChoice(Service service) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Lane(service, "r1", "p1", null));
	}

	@ParameterizedTest
	@EnumSource(names = { "CPH_ENCODE_SERVER", "MPC_REMUX" })
	void takesNoTypeWhereThereIsNoChoice(Service service) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Lane(service, "r1", "p1", RestartType.SOFT));
	}

	@Test
	void readsAsPath() {
		assertThat(new Lane(Service.ECS, "r1", "p1", RestartType.SOFT)).hasToString("ECS/r1/p1/SOFT");
		assertThat(new Lane(Service.MPC_REMUX, "r1", "p1", null)).hasToString("MPC_REMUX/r1/p1");
	}

}
