package io.rekindle.ledger;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.rekindle.command.Command;
import io.rekindle.command.Lane;
import io.rekindle.command.Priority;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** CONTRACT.md on commandId: what makes it the same command, or something else. */
class ContentHashTest {

	private static final Command FIRST = command(Service.ECS, "r1", "p1", RestartType.SOFT, "a", "b");

	@Test
	void differsWhereItIsSomethingElse() {
		assertThat(Stream.of(FIRST, command(Service.ECS_SINGLE, "r1", "p1", RestartType.SOFT, "a", "b"),
				command(Service.ECS, "r2", "p1", RestartType.SOFT, "a", "b"),
				command(Service.ECS, "r1", "p2", RestartType.SOFT, "a", "b"),
				command(Service.ECS, "r1", "p1", RestartType.HARD, "a", "b"),
				command(Service.ECS, "r1", "p1", RestartType.SOFT, "a"),
				command(Service.ECS, "r1", "p1", RestartType.SOFT, "ab"),
				command(Service.ECS, "r1", "p1", RestartType.SOFT, "a", "b", "c"),
				command(Service.CPH_ENCODE_SERVER, "r1", "p1", null, "a", "b"),
				command(Service.MPC_REMUX, "r1", "p1", null, "a"), command(Service.MPC_REMUX, "r1", "p1", null, "b"))
			.map(ContentHashTest::hash)).doesNotHaveDuplicates();
	}

	@Test
	void knowsTargetsInAnyOrder() {
		assertThat(hash(command(Service.ECS, "r1", "p1", RestartType.SOFT, "b", "a"))).isEqualTo(hash(FIRST));
	}

	@Test
	void ignoresOtherDifferences() {
		Command other = new Command("c-2", Instant.MAX, "others", FIRST.lane(), FIRST.resourceIds(), Priority.HIGH,
				Instant.EPOCH, Map.of("a", "b"));
		assertThat(hash(other)).isEqualTo(hash(FIRST));
	}

	/** It is stored: a later version must find the same. */
	@Test
	void staysTheSameForEver() {
		assertThat(hash(FIRST)).isEqualTo("0e2af14c7a54f18a80a2c4fce1cac0ff721426ae73f3339fabf54436ecb27b6f");
	}

	private static String hash(Command command) {
		return HexFormat.of().formatHex(ContentHash.of(command));
	}

	private static Command command(Service service, String region, String project, @Nullable RestartType type,
			String... ids) {
		return new Command("c-1", Instant.EPOCH, "tests", new Lane(service, region, project, type), List.of(ids),
				Priority.NORMAL, null, Map.of());
	}

}
