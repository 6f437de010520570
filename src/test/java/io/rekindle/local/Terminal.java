package io.rekindle.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.rekindle.endtoend.SampleCommands;

/** Takes commands from whoever sits at the terminal. */
final class Terminal {

	private final CommandSender sender;

	Terminal(CommandSender sender) {
		this.sender = sender;
	}

	/** Reads lines until there are no more. */
	void run() {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				if (!line.isBlank()) {
					take(Arrays.asList(line.strip().split("\\s+")));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void take(List<String> words) {
		String id = "terminal-" + System.currentTimeMillis();
		if (words.size() >= 3 && words.getFirst().equals("restart")) {
			this.sender.send(SampleCommands.restart(id, words.get(1), words.subList(2, words.size())));
			LocalRun.print("sent RestartCommand " + id);
		}
		else if (words.size() == 3 && words.getFirst().equals("retry")) {
			this.sender.send(SampleCommands.retry(id, words.get(1), words.get(2)));
			LocalRun.print("sent RetryRemuxCommand " + id);
		}
		else {
			LocalRun.print("Not understood. Type: restart PROJECT SERVER [SERVER …], or: retry PROJECT TASK");
		}
	}

}
