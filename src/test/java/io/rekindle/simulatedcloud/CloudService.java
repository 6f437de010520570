package io.rekindle.simulatedcloud;

/** A service of the cloud, with its shape of errors and its codes for the common ones. */
public enum CloudService {

	ECS(ErrorShape.ECS, "Ecs.0005", "Ecs.0000", 400, "Ecs.0114"),

	NOVA(ErrorShape.NOVA, "badRequest", "computeFault", 404, "itemNotFound"),

	// The documents name no codes for Cloud Phone and Workspace here: plausible ones.
	CLOUD_PHONE(ErrorShape.FLAT_WITH_REQUEST_ID, "CPS.0002", "CPS.0003", 404, "CPS.0010"),

	WORKSPACE(ErrorShape.FLAT, "WKS.00010400", "WKS.00010500", 404, "WKS.00010404"),

	MPC(ErrorShape.FLAT, "MPC.10202", "MPC.10200", 403, "MPC.10212"),

	/** What stands before all services, and answers where none is reached. */
	GATEWAY(ErrorShape.FLAT_WITH_REQUEST_ID, "APIGW.0106", "APIGW.0201", 404, "APIGW.0101");

	private final ErrorShape errorShape;

	private final String badParameter;

	private final String internalError;

	private final int notFoundStatus;

	private final String notFound;

	CloudService(ErrorShape errorShape, String badParameter, String internalError, int notFoundStatus,
			String notFound) {
		this.errorShape = errorShape;
		this.badParameter = badParameter;
		this.internalError = internalError;
		this.notFoundStatus = notFoundStatus;
		this.notFound = notFound;
	}

	ErrorShape errorShape() {
		return this.errorShape;
	}

	String badParameter() {
		return this.badParameter;
	}

	String internalError() {
		return this.internalError;
	}

	/** The status that comes with {@link #notFound()}. */
	int notFoundStatus() {
		return this.notFoundStatus;
	}

	/** The code that says that a server or task isn't there. */
	String notFound() {
		return this.notFound;
	}

}
