package io.rekindle.ledger;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.validation.annotation.Validated;

/**
 * How the ledger is kept.
 *
 * @param retention how long settled commands are remembered, from when they came in
 */
@ConfigurationProperties("rekindle.ledger")
@Validated
record LedgerSettings(
		@DefaultValue("30d") @DurationMin(hours = 1) @DurationUnit(ChronoUnit.SECONDS) Duration retention) {

}
