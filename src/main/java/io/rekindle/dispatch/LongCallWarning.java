package io.rekindle.dispatch;

import java.time.Duration;

import io.rekindle.cloud.CloudSettings;
import io.rekindle.quota.QuotaSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Warns where a crash wastes much quota: a grant lasts for the longest possible call and
 * a window, unless a reply is recorded and shortens it.
 */
@Component
class LongCallWarning {

	private static final Logger log = LoggerFactory.getLogger(LongCallWarning.class);

	LongCallWarning(DispatchSettings dispatch, CloudSettings cloud, QuotaSettings quota) {
		Duration window = quota.ecs().window();
		if (dispatch.sendDeadline().plus(cloud.callTimeout()).compareTo(window) > 0) {
			log.atWarn()
				.addKeyValue("sendDeadline", dispatch.sendDeadline())
				.addKeyValue("callTimeout", cloud.callTimeout())
				.addKeyValue("window", window)
				.log("The send deadline and the call timeout are together longer than the quota window: where a replica "
						+ "dies, the permits of its calls are held for more than two windows, and so much quota goes "
						+ "unused. The limit is kept all the same");
		}
	}

}
