package io.rekindle;

import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How missing topics are created.
 *
 * @param replicationFactor the broker's own default where it is not set
 */
@ConfigurationProperties("rekindle.topics")
@Validated
record TopicSettings(@DefaultValue("6") @Positive int partitions, @Nullable @Positive Short replicationFactor) {

}
