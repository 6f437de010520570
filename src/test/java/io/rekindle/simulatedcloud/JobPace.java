package io.rekindle.simulatedcloud;

import java.time.Duration;

/** How far something is that the cloud does in the background, and takes this long. */
record JobPace(Duration duration) {

	enum Progress {

		WAITING, RUNNING, ENDED

	}

	/** It waits for the first quarter of its time. */
	Progress progress(long begin, long now) {
		long elapsed = now - begin;
		if (elapsed >= this.duration.toNanos()) {
			return Progress.ENDED;
		}
		return (elapsed < this.duration.toNanos() / 4) ? Progress.WAITING : Progress.RUNNING;
	}

	long end(long begin) {
		return begin + this.duration.toNanos();
	}

}
