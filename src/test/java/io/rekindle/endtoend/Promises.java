package io.rekindle.endtoend;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.rekindle.events.JobFailed;
import io.rekindle.events.JobSubmitted;
import io.rekindle.events.RestartCommand;
import io.rekindle.simulatedcloud.SimulatedCloud;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds after every run, whatever was done to the service in it. */
final class Promises {

	private Promises() {
	}

	/**
	 * P1, by the cloud's own count and clock. The limit was reached, too: standing still
	 * would also keep it.
	 */
	static void assertNeverOver(SimulatedCloud cloud, String project, int limit, Duration window) {
		assertThat(cloud.limitBreaches()).isZero();
		assertThat(cloud.journal().maxRestartsInAnyWindow(project, window)).isEqualTo(limit);
	}

	/**
	 * P2 and P3, where the cloud refused nothing: each server was restarted once and that
	 * was told once, or nobody can know whether it was. That is said of none but those
	 * whose call died with its replica.
	 * @param commands all that were sent; no two for the same server
	 * @param broken the servers of the calls that died; of these nothing may be told yet
	 */
	static void assertOnceOrUnknown(Scenario scenario, List<RestartCommand> commands, Set<String> broken) {
		Set<String> asked = new HashSet<>();
		commands.forEach((command) -> asked.addAll(command.getResourceIds()));
		Set<String> submitted = servers(scenario.submitted(), JobSubmitted::getEventId, JobSubmitted::getResourceIds);
		Set<String> unknown = servers(scenario.failed(), JobFailed::getEventId, JobFailed::getResourceIds);
		Map<String, Integer> restarts = scenario.cloud().journal().restarts();

		assertThat(restarts.entrySet()).as("restarted twice").filteredOn((entry) -> entry.getValue() > 1).isEmpty();
		assertThat(without(restarts.keySet(), asked)).as("restarted, and not asked for").isEmpty();
		assertThat(without(restarts.keySet(), submitted, broken)).as("restarted, and not told").isEmpty();
		assertThat(without(submitted, restarts.keySet())).as("not restarted, and told so").isEmpty();
		assertThat(scenario.failed()).filteredOn((event) -> !event.getReason().equals("OUTCOME_UNKNOWN")).isEmpty();
		assertThat(without(unknown, broken)).as("could be known, and told as unknown").isEmpty();
		assertThat(without(submitted, unknown, broken)).as("told as submitted, and not as unknown")
			.isEqualTo(submitted);
		assertThat(without(asked, submitted, unknown, broken)).as("asked for, and not told of").isEmpty();
	}

	/** What some events speak of, each server once; a copy of an event does not count. */
	private static <E> Set<String> servers(List<E> events, Function<E, String> id, Function<E, List<String>> servers) {
		Map<String, List<String>> byId = new HashMap<>();
		events.forEach((event) -> byId.put(id.apply(event), servers.apply(event)));
		List<String> told = byId.values().stream().flatMap(List::stream).toList();
		assertThat(told).doesNotHaveDuplicates();
		return Set.copyOf(told);
	}

	@SafeVarargs
	private static Set<String> without(Set<String> all, Set<String>... others) {
		Set<String> rest = new HashSet<>(all);
		for (Set<String> other : others) {
			rest.removeAll(other);
		}
		return rest;
	}

}
