package io.rekindle.command;

/**
 * One of the cloud's calls that carry commands out.
 */
public enum Service {

	/** Restarts Elastic Cloud Servers in a batch. */
	ECS(1_000, true),

	/** Restarts one Elastic Cloud Server. */
	ECS_SINGLE(1, true),

	/** Restarts Cloud Phone encode servers. */
	CPH_ENCODE_SERVER(100, false),

	/** Restarts Workspace application servers. */
	WORKSPACE_APP_SERVER(20, false),

	/** Retries a failed packaging task of the Media Processing Center. */
	MPC_REMUX(1, false);

	private final int maxPerCall;

	private final boolean limited;

	Service(int maxPerCall, boolean limited) {
		this.maxPerCall = maxPerCall;
		this.limited = limited;
	}

	/**
	 * The most targets that the cloud itself takes in one call (CLOUD_API.md, section 1).
	 */
	public int maxPerCall() {
		return this.maxPerCall;
	}

	/**
	 * Whether the ECS limit binds it: at most 1,000 servers a minute, per region and
	 * project.
	 */
	public boolean limited() {
		return this.limited;
	}

	/**
	 * Whether a restart of this service is SOFT or HARD; Cloud Phone and MPC know no such
	 * choice.
	 */
	public boolean hasRestartType() {
		return this != CPH_ENCODE_SERVER && this != MPC_REMUX;
	}

}
