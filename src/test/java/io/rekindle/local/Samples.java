package io.rekindle.local;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import io.rekindle.endtoend.SampleCommands;
import io.rekindle.simulatedcloud.RemuxStatus;
import io.rekindle.simulatedcloud.SimulatedCloud;

/** Commands that show what the service does: most of them good, a few bad. */
final class Samples {

	private final CommandSender sender;

	private final SimulatedCloud cloud;

	Samples(CommandSender sender, SimulatedCloud cloud) {
		this.sender = sender;
		this.cloud = cloud;
	}

	void send() {
		LocalRun.print("""
				Sending samples:
				  20 commands for 100 servers each in project-a: twice its quota, so half of them wait for a minute
				  1,000 commands for one server each in project-b: packed into calls of up to 100
				  20 retries of packaging tasks, two of which can't be retried
				  7 bad records: garbage, an empty one, the wrong type, broken rules, an id used twice
				""");
		for (int i = 0; i < 20; i++) {
			this.sender.send(SampleCommands.restart("a-" + i, "project-a", servers("a" + i, 100)));
		}
		for (int i = 0; i < 1_000; i++) {
			this.sender.send(SampleCommands.restart("b-" + i, "project-b", "b-server-" + i));
		}
		for (int i = 0; i < 20; i++) {
			if (i < 2) {
				this.cloud.tasks().set("task-" + i, RemuxStatus.SUCCEED);
			}
			this.sender.send(SampleCommands.retry("remux-" + i, "project-a", "task-" + i));
		}
		sendBadOnes();
	}

	private void sendBadOnes() {
		this.sender.sendToRestartCommands("not Avro".getBytes(StandardCharsets.UTF_8));
		this.sender.sendToRestartCommands(new byte[] { 0, 0, 0, 0, 99, 1, 2, 3 });
		this.sender.sendToRestartCommands((byte[]) null);
		this.sender.sendToRestartCommands(SampleCommands.retry("wrong-topic", "project-a", "task-1"));
		this.sender.send(SampleCommands.restart("bad-project", "project a", "server-1"));
		this.sender.send(SampleCommands.restart("bad-servers", "project-a", "twice", "twice"));
		this.sender.send(SampleCommands.restart("a-0", "project-a", "another-server"));
	}

	private static List<String> servers(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> prefix + "-server-" + i).toList();
	}

}
