package io.rekindle.parts;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * Puts a Spring test on the shared parts, with a database of its own:
 * {@code @ContextConfiguration(initializers = PartsInitializer.class)}.
 */
public final class PartsInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final AtomicInteger CONTEXTS = new AtomicInteger();

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		Parts parts = Parts.shared();
		String jdbcUrl = parts.createDatabase("context_" + CONTEXTS.incrementAndGet());
		MapPropertySource source = new MapPropertySource("parts", Map.copyOf(parts.properties(jdbcUrl)));
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		// A test's own properties go first: it may want an address where nobody is.
		if (sources.contains(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addAfter(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME, source);
		}
		else {
			sources.addFirst(source);
		}
	}

}
