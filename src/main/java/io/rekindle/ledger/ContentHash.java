package io.rekindle.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.rekindle.command.Command;

/**
 * SHA-256 of what makes two commands of one id the same: type, region, project, service,
 * restart type and targets in any order.
 */
final class ContentHash {

	private ContentHash() {
	}

	static byte[] of(Command command) {
		MessageDigest digest = sha256();
		digest.update(command.lane().toString().getBytes(StandardCharsets.UTF_8));
		command.resourceIds().stream().sorted().forEach((id) -> {
			digest.update((byte) '\n');
			digest.update(id.getBytes(StandardCharsets.UTF_8));
		});
		return digest.digest();
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
