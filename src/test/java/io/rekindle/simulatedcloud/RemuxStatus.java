package io.rekindle.simulatedcloud;

/** The states of MPC's packaging tasks. Only a FAILED one may be retried. */
public enum RemuxStatus {

	INIT, WAITING, PROCESSING, SUCCEED, FAILED, CANCELED

}
