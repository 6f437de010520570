package io.rekindle.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One address of the registry.
 *
 * @param base scheme, host, port and path, without user and password and without a slash
 * at the end
 * @param authorization what to sign in with there, or null
 */
record RegistryAddress(String base, @Nullable Authorization authorization) {

	static final String RULE = "it must be a comma-separated list of http or https addresses";

	/**
	 * Takes user and password out of an address. No message repeats it: it may hold a
	 * password wherever it is wrong.
	 * @param common what to sign in with everywhere; the address's own user and password
	 * don't count then
	 * @throws ConfigException if it is no address
	 */
	static RegistryAddress of(String url, @Nullable Authorization common) {
		URI uri;
		try {
			uri = new URI(url.strip());
		}
		catch (URISyntaxException ex) {
			throw wrong();
		}
		boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
		if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw wrong();
		}
		String port = (uri.getPort() < 0) ? "" : ":" + uri.getPort();
		String path = uri.getRawPath().replaceAll("/+$", "");
		return new RegistryAddress(uri.getScheme() + "://" + uri.getHost() + port + path,
				(common != null) ? common : own(uri.getRawUserInfo()));
	}

	URI resolve(String path) {
		return URI.create(this.base + path);
	}

	@Override
	public String toString() {
		return this.base;
	}

	private static @Nullable Authorization own(@Nullable String userInfo) {
		if (userInfo == null) {
			return null;
		}
		// A plus stands for itself in this part of an address; only URLDecoder takes it
		// for a space.
		return Authorization.basic(URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8));
	}

	private static ConfigException wrong() {
		return new ConfigException(RegistryConfig.URL + " is wrong: " + RULE);
	}

}
