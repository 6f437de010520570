package io.rekindle.parts;

import io.rekindle.Rekindle;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = Rekindle.class, properties = "spring.kafka.bootstrap-servers=localhost:1")
@ContextConfiguration(initializers = PartsInitializer.class)
class PartsInitializerIT {

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Environment environment;

	@Test
	void givesEachContextDatabaseOfItsOwn() {
		assertThat(this.jdbc.sql("SELECT current_database()").query(String.class).single()).startsWith("context_");
	}

	@Test
	void leavesTestsOwnPropertiesFirst() {
		assertThat(this.environment.getProperty("spring.kafka.bootstrap-servers")).isEqualTo("localhost:1");
		assertThat(this.environment.getProperty("spring.kafka.properties.schema.registry.url"))
			.isEqualTo(Parts.shared().registryUrl());
	}

}
