package io.rekindle.simulatedcloud;

/** The restart types that ECS and Workspace know. */
public enum RestartType {

	SOFT, HARD

}
