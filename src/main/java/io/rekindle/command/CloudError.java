package io.rekindle.command;

import org.jspecify.annotations.Nullable;

/**
 * What the cloud said when it did not do as asked. Texts are bounded and free of
 * {@code U+0000}, so that they can be stored and published as they are.
 *
 * @param httpStatus of the reply; null where there was none
 * @param code the cloud's own, such as {@code Ecs.0114}
 * @param message the cloud's own, to 1,024 characters
 * @param requestId the cloud's id of the request
 */
public record CloudError(@Nullable Integer httpStatus, @Nullable String code, @Nullable String message,
		@Nullable String requestId) {

	private static final int MAX_CODE = 128;

	private static final int MAX_MESSAGE = 1_024;

	public CloudError {
		code = Bounded.text(code, MAX_CODE);
		message = Bounded.text(message, MAX_MESSAGE);
		requestId = Bounded.text(requestId, MAX_CODE);
	}

	/** No reply: only our own words for what happened. */
	public static CloudError withoutReply(String message) {
		return new CloudError(null, null, message, null);
	}

}
