package io.rekindle.dispatch;

import java.time.Duration;
import java.util.List;

import io.rekindle.simulatedcloud.ReceivedCall;
import io.rekindle.simulatedcloud.SimulatedCloud;

import static org.assertj.core.api.Assertions.assertThat;

/** What the windows of a run must look like, by the cloud's own clock. */
final class WindowCheck {

	private static final Duration LITTLE = Duration.ofMillis(500);

	private final RunSettings settings;

	private final SimulatedCloud cloud;

	private final Books books;

	WindowCheck(RunSettings settings, SimulatedCloud cloud, Books books) {
		this.settings = settings;
		this.cloud = cloud;
		this.books = books;
	}

	/** P1; and a calm run leaves no permit unused. */
	void check() {
		assertThat(this.cloud.limitBreaches()).as("calls over the limit (P1)").isZero();
		for (int i = 0; i < this.settings.projects(); i++) {
			String project = Orders.project(i);
			int restarted = this.cloud.journal().maxRestartsInAnyWindow(project, this.settings.window());
			assertThat(restarted).as("restarted in one window (P1)").isLessThanOrEqualTo(this.settings.limit());
			assertThat(this.books.mostInAnyWindow(project, this.settings.window()))
				.as("not certainly refused in one window (P1)")
				.isLessThanOrEqualTo(this.settings.limit());
			if (this.settings.calm()) {
				assertThat(restarted).as("the fullest window").isEqualTo(this.settings.limit());
				assertThatIsFast(this.cloud.journal()
					.calls()
					.stream()
					.filter((call) -> call.project().equals(project))
					.toList());
			}
		}
	}

	/** One window for each limit's worth of servers but the first, and a little. */
	private void assertThatIsFast(List<ReceivedCall> calls) {
		int servers = calls.stream().mapToInt((call) -> call.carriedOut().size()).sum();
		int windows = Math.ceilDiv(servers, this.settings.limit()) - 1;
		Duration took = Duration.ofNanos(calls.getLast().arrivedNanos() - calls.getFirst().arrivedNanos());
		assertThat(took).as("time for %d servers", servers)
			.isLessThan(this.settings.window().plus(LITTLE).multipliedBy(windows).plus(LITTLE));
	}

}
