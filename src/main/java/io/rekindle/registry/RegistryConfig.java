package io.rekindle.registry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * The settings, with Confluent's names and defaults. Those of Confluent's that would
 * change what is written, and that are not supported here, are refused rather than
 * ignored. Never logged: an address may carry a password.
 *
 * @see <a href=
 * "https://docs.confluent.io/platform/current/schema-registry/sr-client-configs.html">Confluent's
 * reference</a>
 */
final class RegistryConfig extends AbstractConfig {

	static final String URL = "schema.registry.url";

	static final String BASIC_SOURCE = "basic.auth.credentials.source";

	static final String USER_INFO = "basic.auth.user.info";

	static final String BEARER_SOURCE = "bearer.auth.credentials.source";

	static final String BEARER_TOKEN = "bearer.auth.token";

	static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";

	static final String READ_TIMEOUT = "http.read.timeout.ms";

	static final String AUTO_REGISTER = "auto.register.schemas";

	static final String NORMALIZE = "normalize.schemas";

	static final String REMOVE_JAVA_PROPERTIES = "avro.remove.java.properties";

	static final String SPECIFIC_READER = "specific.avro.reader";

	private static final String TLS_NAMESPACE = "schema.registry.";

	private static final String TOPIC_NAME_STRATEGY = "io.confluent.kafka.serializers.subject.TopicNameStrategy";

	private static final String TIMEOUT_RULE = "must be 1 to 600000 milliseconds";

	private static final ConfigDef DEFINITION = new ConfigDef()
		.define(URL, ConfigDef.Type.LIST, List.of(), Importance.HIGH, "The registry's addresses, tried in turn")
		.define(BASIC_SOURCE, ConfigDef.Type.STRING, "URL", oneOf("URL", "USER_INFO"), Importance.MEDIUM,
				"Where user and password stand")
		.define(USER_INFO, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, "user:password")
		.define(BEARER_SOURCE, ConfigDef.Type.STRING, "STATIC_TOKEN", oneOf("STATIC_TOKEN"), Importance.MEDIUM,
				"Where the token stands")
		.define(BEARER_TOKEN, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, "The token")
		.define(CONNECT_TIMEOUT, ConfigDef.Type.INT, 60_000, timeout(), Importance.LOW, "To connect")
		.define(READ_TIMEOUT, ConfigDef.Type.INT, 60_000, timeout(), Importance.LOW, "To get the whole answer")
		.define(AUTO_REGISTER, ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM,
				"Register new schemas, or only look them up")
		.define(NORMALIZE, ConfigDef.Type.BOOLEAN, false, Importance.MEDIUM, "Have the registry normalize schemas")
		.define(REMOVE_JAVA_PROPERTIES, ConfigDef.Type.BOOLEAN, false, Importance.LOW,
				"Send schemas as their files say them")
		.define(SPECIFIC_READER, ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM,
				"Generated classes; Confluent's default: false")
		.define("key.subject.name.strategy", ConfigDef.Type.STRING, TOPIC_NAME_STRATEGY, oneOf(TOPIC_NAME_STRATEGY),
				Importance.LOW, "The subject of a key")
		.define("value.subject.name.strategy", ConfigDef.Type.STRING, TOPIC_NAME_STRATEGY, oneOf(TOPIC_NAME_STRATEGY),
				Importance.LOW, "The subject of a value")
		.define("use.latest.version", ConfigDef.Type.BOOLEAN, false, oneOf(false), Importance.LOW, "Not supported")
		.define("use.schema.id", ConfigDef.Type.INT, -1, oneOf(-1), Importance.LOW, "Not supported")
		.define("proxy.host", ConfigDef.Type.STRING, "", oneOf(""), Importance.LOW, "Not supported");

	private final List<RegistryAddress> addresses;

	private final @Nullable SSLContext tls;

	RegistryConfig(Map<String, ?> configs) {
		super(DEFINITION, configs, false);
		this.addresses = getList(URL).stream().map((url) -> RegistryAddress.of(url, authorization())).toList();
		if (this.addresses.isEmpty()) {
			throw new ConfigException(URL + " is missing: " + RegistryAddress.RULE);
		}
		this.tls = createTls();
	}

	List<RegistryAddress> addresses() {
		return this.addresses;
	}

	@Nullable SSLContext tls() {
		return this.tls;
	}

	Duration connectTimeout() {
		return Duration.ofMillis(getInt(CONNECT_TIMEOUT));
	}

	Duration readTimeout() {
		return Duration.ofMillis(getInt(READ_TIMEOUT));
	}

	boolean autoRegister() {
		return getBoolean(AUTO_REGISTER);
	}

	boolean normalize() {
		return getBoolean(NORMALIZE);
	}

	boolean withoutJavaProperties() {
		return getBoolean(REMOVE_JAVA_PROPERTIES);
	}

	boolean specificRecords() {
		return getBoolean(SPECIFIC_READER);
	}

	/** What goes to every address; null where each address brings its own, or none. */
	private @Nullable Authorization authorization() {
		Password token = getPassword(BEARER_TOKEN);
		boolean userInfo = getString(BASIC_SOURCE).equals("USER_INFO");
		if (token != null) {
			if (userInfo) {
				throw new ConfigException(BEARER_TOKEN + " can't be used together with " + USER_INFO);
			}
			return Authorization.bearer(token.value());
		}
		if (originals().containsKey(BEARER_SOURCE)) {
			throw new ConfigException(BEARER_TOKEN + " is missing: " + BEARER_SOURCE + "=STATIC_TOKEN needs it");
		}
		if (!userInfo) {
			return null;
		}
		Password user = getPassword(USER_INFO);
		if (user == null || !user.value().contains(":")) {
			throw new ConfigException(USER_INFO + " must be user:password where " + BASIC_SOURCE + "=USER_INFO");
		}
		return Authorization.basic(user.value());
	}

	/**
	 * Kafka's own reading of stores, so that the same files and types work as for its
	 * brokers.
	 */
	private @Nullable SSLContext createTls() {
		Map<String, Object> settings = originalsWithPrefix(TLS_NAMESPACE);
		if (settings.keySet().stream().noneMatch((name) -> name.startsWith("ssl."))) {
			return null;
		}
		try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
			factory.configure(new ConfigDef().withClientSslSupport().parse(settings));
			return factory.sslContext();
		}
		catch (KafkaException ex) {
			ConfigException wrong = new ConfigException(TLS_NAMESPACE
					+ "ssl.* must name readable stores with their types and passwords: " + ex.getMessage());
			wrong.initCause(ex);
			throw wrong;
		}
	}

	private static ConfigDef.Validator oneOf(Object... values) {
		String rule = Arrays.stream(values).map(Object::toString).collect(Collectors.joining(" or "));
		return ConfigDef.LambdaValidator.with((name, value) -> {
			if (!List.of(values).contains(value)) {
				throw new ConfigException(name, value, "must be " + rule);
			}
		}, () -> rule);
	}

	private static ConfigDef.Validator timeout() {
		return ConfigDef.LambdaValidator.with((name, value) -> {
			if (!(value instanceof Integer millis) || millis < 1 || millis > 600_000) {
				throw new ConfigException(name, value, TIMEOUT_RULE);
			}
		}, () -> TIMEOUT_RULE);
	}

}
