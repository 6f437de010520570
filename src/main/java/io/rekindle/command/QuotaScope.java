package io.rekindle.command;

/**
 * One limit of the cloud: the ECS servers of a project in a region, whichever call
 * restarts them.
 */
public record QuotaScope(String region, String projectId) {

}
