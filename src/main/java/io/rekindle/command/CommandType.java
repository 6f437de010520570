package io.rekindle.command;

/** The record types of the command topics, named as their schemas are. */
public enum CommandType {

	RestartCommand, RetryRemuxCommand

}
