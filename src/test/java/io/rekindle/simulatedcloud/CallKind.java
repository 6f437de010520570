package io.rekindle.simulatedcloud;

import java.util.regex.Pattern;

/**
 * A call that the cloud knows, by method and path. A region may stand before each path,
 * since the documents' paths don't name one.
 */
public enum CallKind {

	ECS_BATCH_RESTART(CloudService.ECS, "POST", "/v1/{project}/cloudservers/action"),

	ECS_SINGLE_RESTART(CloudService.NOVA, "POST", "/v2(?:\\.1)?/{project}/servers/{id}/action"),

	CLOUD_PHONE_RESTART(CloudService.CLOUD_PHONE, "POST", "/v1/{project}/cloud-phone/encode-servers/batch-restart"),

	WORKSPACE_RESTART(CloudService.WORKSPACE, "PATCH", "/v1/{project}/app-servers/actions/batch-reboot"),

	MPC_RETRY(CloudService.MPC, "PUT", "/v1/{project}/remux"),

	ECS_JOB(CloudService.ECS, "GET", "/v1/{project}/jobs/{id}"),

	ECS_SERVER(CloudService.ECS, "GET", "/v1/{project}/cloudservers/{id}"),

	NOVA_SERVER(CloudService.NOVA, "GET", "/v2(?:\\.1)?/{project}/servers/{id}"),

	CLOUD_PHONE_JOB(CloudService.CLOUD_PHONE, "GET", "/v1/{project}/cloud-phone/jobs/{id}"),

	CLOUD_PHONE_JOBS(CloudService.CLOUD_PHONE, "GET", "/v1/{project}/cloud-phone/jobs"),

	WORKSPACE_SERVER(CloudService.WORKSPACE, "GET", "/v1/{project}/app-servers/{id}"),

	MPC_TASKS(CloudService.MPC, "GET", "/v1/{project}/remux"),

	/** No call of the cloud. */
	UNKNOWN(CloudService.GATEWAY, "", "");

	private final CloudService service;

	private final String method;

	private final Pattern path;

	CallKind(CloudService service, String method, String template) {
		this.service = service;
		this.method = method;
		this.path = Pattern.compile("(?:/(?<region>[^/]+))?"
				+ template.replace("{project}", "(?<project>[^/]+)").replace("{id}", "(?<id>[^/]+)"));
	}

	public CloudService service() {
		return this.service;
	}

	/** Whether it restarts servers or retries a task; otherwise it is a query. */
	public boolean isRestart() {
		return switch (this) {
			case ECS_BATCH_RESTART, ECS_SINGLE_RESTART, CLOUD_PHONE_RESTART, WORKSPACE_RESTART, MPC_RETRY -> true;
			default -> false;
		};
	}

	/** Whether the limit on restarted ECSs counts it. */
	public boolean countsForEcsLimit() {
		return this == ECS_BATCH_RESTART || this == ECS_SINGLE_RESTART;
	}

	ErrorShape errorShape() {
		return (this == ECS_JOB) ? ErrorShape.ECS_JOB : this.service.errorShape();
	}

	String method() {
		return this.method;
	}

	Pattern path() {
		return this.path;
	}

}
