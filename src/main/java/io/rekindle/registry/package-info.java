/**
 * Avro values in the Confluent wire format: a serializer and a deserializer for Kafka
 * over the Confluent-compatible schema registry API. Kafka makes both by class name from
 * settings with Confluent's names, so Confluent's own classes can take their place by
 * configuration alone.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.rekindle.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
