package io.rekindle.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Trust in the registry's certificate comes from the settings, and from nowhere else. */
class RegistryTlsIT {

	private static final String PASSWORD = "changeit";

	@TempDir
	private Path directory;

	private HttpsServer server;

	@BeforeEach
	void start() throws Exception {
		Path store = this.directory.resolve("server.p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process made = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "server", "-keyalg", "EC",
				"-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-storetype", "PKCS12", "-keystore",
				store.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		assertThat(made.waitFor()).as(new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.isZero();
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
		this.server.createContext("/", (exchange) -> {
			byte[] body = "{\"schema\":\"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void trustsTheStoreItIsGiven() {
		assertThat(schema(Map.of("schema.registry.ssl.truststore.location", store(),
				"schema.registry.ssl.truststore.password", PASSWORD, "schema.registry.ssl.truststore.type", "PKCS12")))
			.isEqualTo("\"string\"");
	}

	@Test
	void trustsThePemFileItIsGiven() throws Exception {
		KeyStore keys = load(Path.of(store()));
		Path pem = Files.writeString(this.directory.resolve("trust.pem"),
				"-----BEGIN CERTIFICATE-----\n"
						+ Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
						+ "\n-----END CERTIFICATE-----\n");
		assertThat(schema(Map.of("schema.registry.ssl.truststore.location", pem.toString(),
				"schema.registry.ssl.truststore.type", "PEM")))
			.isEqualTo("\"string\"");
	}

	@Test
	void trustsNobodyElse() {
		assertThatThrownBy(() -> schema(Map.of())).isInstanceOf(RegistryUnavailableException.class);
	}

	@Test
	void namesTheSettingsOfAStoreItCannotOpen() {
		assertThatThrownBy(() -> schema(
				Map.of("schema.registry.ssl.truststore.location", store(), "schema.registry.ssl.truststore.password",
						"mistaken", "schema.registry.ssl.truststore.type", "PKCS12")))
			.isInstanceOf(ConfigException.class)
			.hasMessageContaining("schema.registry.ssl.")
			.message()
			.doesNotContain("mistaken");
	}

	private String schema(Map<String, ?> settings) {
		Map<String, Object> all = new HashMap<>(settings);
		all.put("schema.registry.url", "https://localhost:" + this.server.getAddress().getPort());
		try (RegistryClient client = new RegistryClient(new RegistryConfig(all))) {
			return client.schema(1);
		}
	}

	private String store() {
		return this.directory.resolve("server.p12").toString();
	}

	private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(load(store), PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

	private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		return keys;
	}

}
