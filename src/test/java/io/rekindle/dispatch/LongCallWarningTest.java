package io.rekindle.dispatch;

import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rekindle.cloud.CloudSettings;
import io.rekindle.quota.QuotaSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LongCallWarningTest {

	private final Logger logger = (Logger) LoggerFactory.getLogger(LongCallWarning.class);

	private final ListAppender<ILoggingEvent> events = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.events);
		this.events.start();
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.events);
		this.logger.setAdditive(true);
		this.logger.setLevel(Level.ERROR);
	}

	@Test
	void warnsWhereLongestCallIsLongerThanWindow() {
		start(Duration.ofMillis(34_999));

		assertThat(this.events.list).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage())
				.startsWith("The send deadline and the call timeout are together longer than the quota window");
			assertThat(event.getKeyValuePairs()).extracting(Object::toString)
				.containsExactly("sendDeadline=\"PT5S\"", "callTimeout=\"PT30S\"", "window=\"PT34.999S\"");
		});
	}

	@Test
	void isSilentWhereLongestCallEndsWithinWindow() {
		start(Duration.ofSeconds(35));

		assertThat(this.events.list).isEmpty();
	}

	private static void start(Duration window) {
		Duration second = Duration.ofSeconds(1);
		new LongCallWarning(
				new DispatchSettings(new DispatchSettings.MaxBatch(1, 1, 1), 1, Duration.ofSeconds(5), 1, second,
						second),
				new CloudSettings(new CloudSettings.Endpoints(null, null), second, Duration.ofSeconds(30)),
				new QuotaSettings(new QuotaSettings.Limit(1, window)));
	}

}
