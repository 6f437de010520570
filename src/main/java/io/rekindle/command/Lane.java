package io.rekindle.command;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What may share one call.
 *
 * @param restartType SOFT or HARD; null exactly where the service knows no such choice
 */
public record Lane(Service service, String region, String projectId, @Nullable RestartType restartType) {

	public Lane {
		if (service.hasRestartType() == (restartType == null)) {
			throw new IllegalArgumentException(service + " with restart type " + restartType);
		}
	}

	/** The limit of the cloud that binds this lane, where one does. */
	public Optional<QuotaScope> quotaScope() {
		return this.service.limited() ? Optional.of(new QuotaScope(this.region, this.projectId)) : Optional.empty();
	}

	@Override
	public String toString() {
		String name = this.service + "/" + this.region + "/" + this.projectId;
		return (this.restartType != null) ? name + "/" + this.restartType : name;
	}

}
