package io.rekindle.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import org.apache.hc.core5.http.io.entity.HttpEntities;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** Departures by clocks that a test moves, with no request behind them. */
public final class Departures {

	private Departures() {
	}

	/** A send deadline that starts now, by these clocks. */
	public static SendDeadline deadline(Duration allowed, LongSupplier nanos, InstantSource wallClock) {
		return SendDeadline.in(allowed, nanos, wallClock);
	}

	/** Whether the gate of the HTTP client lets a request leave now. */
	public static boolean leaves(SendDeadline deadline) {
		Departure departure = new Departure(deadline);
		try {
			departure.of(() -> {
				passGate();
				return true;
			});
		}
		catch (UncheckedIOException ex) {
			// It may not.
		}
		return departure.hasLeft();
	}

	private static void passGate() {
		try {
			new Departure.Gate().process(new BasicHttpRequest("PUT", "/"), HttpEntities.create(""),
					HttpCoreContext.create());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
