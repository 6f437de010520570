package io.rekindle.simulatedcloud;

import org.jspecify.annotations.Nullable;

/**
 * Something that every request has to pass before a service sees it, such as its
 * signature or its token. It must be safe for use by many threads.
 */
@FunctionalInterface
public interface Check {

	/** The answer that refuses the request, or null where it passes. */
	@Nullable Answer refuse(CloudRequest request);

}
