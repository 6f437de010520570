package io.rekindle.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpInputMessage;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedBodyTest {

	private static final int MOST = 2 * 1024 * 1024;

	private final BoundedBody.Converter converter = new BoundedBody.Converter();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8 * 1024 - 1, 8 * 1024, 8 * 1024 + 1, MOST - 1, MOST })
	void readsAllThatFits(int length) throws IOException {
		byte[] body = bytes(length);
		assertThat(read(new ByteArrayInputStream(body))).isEqualTo(body);
	}

	@Test
	void readsNoMoreThanTheBound() throws IOException {
		assertThat(read(new ByteArrayInputStream(bytes(MOST + 1)))).isEqualTo(bytes(MOST));
		assertThat(read(endless())).hasSize(MOST);
	}

	@Test
	void readsBodyThatComesInPieces() throws IOException {
		byte[] body = bytes(100_000);
		assertThat(read(new ByteArrayInputStream(body) {
			@Override
			public synchronized int read(byte[] into, int from, int length) {
				return super.read(into, from, Math.min(length, 7));
			}
		})).isEqualTo(body);
	}

	@Test
	void countsBrokenOffBodyAsFarAsItCame() throws IOException {
		byte[] body = "{\"job_id\":\"ff80\"}".getBytes(StandardCharsets.UTF_8);
		assertThat(read(new SequenceInputStream(new ByteArrayInputStream(body), broken()))).isEqualTo(body);
		assertThat(read(broken())).isEmpty();
	}

	@Test
	void takesAnyMediaType() {
		assertThat(this.converter.canRead(BoundedBody.class, MediaType.TEXT_HTML)).isTrue();
		assertThat(this.converter.canRead(BoundedBody.class, null)).isTrue();
		assertThat(this.converter.canRead(String.class, MediaType.TEXT_HTML)).isFalse();
		assertThat(this.converter.canWrite(BoundedBody.class, null)).isFalse();
	}

	private byte[] read(InputStream body) throws IOException {
		return this.converter.read(BoundedBody.class, new MockHttpInputMessage(body)).bytes();
	}

	private static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i % 251);
		}
		return bytes;
	}

	private static InputStream endless() {
		return new InputStream() {
			@Override
			public int read() {
				return 'x';
			}

			@Override
			public int read(byte[] into, int from, int length) {
				Arrays.fill(into, from, from + length, (byte) 'x');
				return length;
			}
		};
	}

	private static InputStream broken() {
		return new InputStream() {
			@Override
			public int read() throws IOException {
				throw new IOException("Connection reset");
			}

			@Override
			public int read(byte[] into, int from, int length) throws IOException {
				throw new IOException("Connection reset");
			}
		};
	}

}
