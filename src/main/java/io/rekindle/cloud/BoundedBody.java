package io.rekindle.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * As much of a reply's body as is worth reading. A body that breaks off counts as far as
 * it came: its status and headers are there all the same.
 */
record BoundedBody(byte[] bytes) {

	/** The largest reply of interest is a job with 1,000 sub-jobs. */
	private static final int MAX_BYTES = 2 * 1024 * 1024;

	/** Reads it, whatever its media type is said to be. */
	static final class Converter implements HttpMessageConverter<BoundedBody> {

		@Override
		public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
			return type == BoundedBody.class;
		}

		@Override
		public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
			return false;
		}

		@Override
		public List<MediaType> getSupportedMediaTypes() {
			return List.of(MediaType.ALL);
		}

		@Override
		public BoundedBody read(Class<? extends BoundedBody> type, HttpInputMessage message) throws IOException {
			byte[] bytes = new byte[8 * 1024];
			int length = 0;
			InputStream body = message.getBody();
			while (length < MAX_BYTES) {
				int read = readSome(body, bytes, length);
				if (read < 0) {
					break;
				}
				length += read;
				if (length == bytes.length) {
					bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, 2 * length));
				}
			}
			return new BoundedBody(Arrays.copyOf(bytes, length));
		}

		private static int readSome(InputStream body, byte[] bytes, int from) {
			try {
				return body.read(bytes, from, bytes.length - from);
			}
			catch (IOException ex) {
				return -1;
			}
		}

		@Override
		public void write(BoundedBody body, @Nullable MediaType mediaType, HttpOutputMessage message) {
			throw new UnsupportedOperationException("replies are only read");
		}

	}

}
