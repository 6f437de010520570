package io.rekindle.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.rekindle.events.RestartCommand;
import io.rekindle.events.RestartType;

/**
 * Restarts of 1 to 1,000 servers, with as many small ones as large ones by their order of
 * magnitude. No server is asked for twice. Soft and hard ones are two lanes of one quota
 * scope.
 */
final class MixedCommands {

	private static final int LARGEST = 1_000;

	private MixedCommands() {
	}

	/** Commands for so many servers in all; the same seed gives the same ones. */
	static List<RestartCommand> of(String project, int servers, long seed) {
		Random random = new Random(seed);
		List<RestartCommand> commands = new ArrayList<>();
		int first = 0;
		while (first < servers) {
			int size = (int) Math.round(Math.pow(LARGEST, random.nextDouble()));
			int end = Math.min(servers, first + size);
			List<String> ids = IntStream.range(first, end).mapToObj((i) -> project + "-server-" + i).toList();
			commands.add(SampleCommands.restarting(project + "-" + commands.size(), project, ids)
				.setType(random.nextBoolean() ? RestartType.SOFT : RestartType.HARD)
				.build());
			first = end;
		}
		return commands;
	}

}
