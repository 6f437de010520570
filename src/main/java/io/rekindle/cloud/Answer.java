package io.rekindle.cloud;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** What came back over HTTP, before anything is made of it. */
record Answer(int status, HttpHeaders headers, byte[] body) {

	static Answer of(ResponseEntity<BoundedBody> response) {
		BoundedBody body = response.getBody();
		return new Answer(response.getStatusCode().value(), response.getHeaders(),
				(body != null) ? body.bytes() : new byte[0]);
	}

	static Answer of(int status, HttpHeaders headers, String body) {
		return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	@Nullable String requestId() {
		return this.headers.getFirst("X-Request-Id");
	}

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

}
