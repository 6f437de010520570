package io.rekindle.parts;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers that must come back on the same one.
 */
final class FreePort {

	private FreePort() {
	}

	/**
	 * Stays below the ports from which systems serve outgoing connections (32768 on
	 * Linux, 49152 elsewhere). Else any client could take the port of a stopped server,
	 * or even connect to itself there.
	 */
	static int pick() {
		return ThreadLocalRandom.current().ints(20_000, 32_000).filter(FreePort::isFree).findFirst().orElseThrow();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
