package io.rekindle.registry;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro binary from a byte array that believes no length and no count it can't cover with
 * bytes.
 * <p>
 * Avro's own {@code BinaryDecoder} (1.12.2) bounds items that take no bytes only by a
 * share of the heap, set for the whole process by system properties; and its check of
 * counts against the bytes that remain goes by the reader's schema, so it refuses good
 * arrays whose items grew by defaults. Here all items of one datum together may be no
 * more than its bytes: an item of any type that takes bytes at all has one of its own, be
 * it only the end mark of a list. {@link SchemaBounds} keeps small what one item can be.
 */
final class BoundedDecoder extends Decoder {

	private final byte[] bytes;

	private int at;

	private long itemsLeft;

	BoundedDecoder(byte[] bytes, int offset) {
		this.bytes = bytes;
		this.at = offset;
		this.itemsLeft = left();
	}

	/**
	 * How many bytes were not read. Not {@link #remainingBytes()}, by which Avro would
	 * make its own check.
	 */
	int left() {
		return this.bytes.length - this.at;
	}

	@Override
	public void readNull() {
		// takes no bytes
	}

	@Override
	public boolean readBoolean() throws EOFException {
		byte value = next();
		if (value != 0 && value != 1) {
			throw new AvroRuntimeException("no boolean: " + value);
		}
		return value == 1;
	}

	@Override
	public int readInt() throws EOFException {
		long raw = varint(5);
		if (raw >>> Integer.SIZE != 0) {
			throw new AvroRuntimeException("an int of more than 32 bits");
		}
		int bits = (int) raw;
		return (bits >>> 1) ^ -(bits & 1);
	}

	@Override
	public long readLong() throws EOFException {
		long raw = varint(10);
		return (raw >>> 1) ^ -(raw & 1);
	}

	@Override
	public float readFloat() throws EOFException {
		return Float.intBitsToFloat(Integer.reverseBytes(ByteBuffer.wrap(this.bytes, take(4), 4).getInt()));
	}

	@Override
	public double readDouble() throws EOFException {
		return Double.longBitsToDouble(Long.reverseBytes(ByteBuffer.wrap(this.bytes, take(8), 8).getLong()));
	}

	@Override
	public Utf8 readString(Utf8 old) throws EOFException {
		return new Utf8(copy());
	}

	@Override
	public String readString() throws EOFException {
		int length = length();
		return new String(this.bytes, take(length), length, StandardCharsets.UTF_8);
	}

	@Override
	public void skipString() throws EOFException {
		take(length());
	}

	@Override
	public ByteBuffer readBytes(ByteBuffer old) throws EOFException {
		return ByteBuffer.wrap(copy());
	}

	@Override
	public void skipBytes() throws EOFException {
		take(length());
	}

	@Override
	public void readFixed(byte[] target, int start, int length) throws EOFException {
		System.arraycopy(this.bytes, take(length), target, start, length);
	}

	@Override
	public void skipFixed(int length) throws EOFException {
		take(length);
	}

	@Override
	public int readEnum() throws EOFException {
		return readInt();
	}

	@Override
	public int readIndex() throws EOFException {
		return readInt();
	}

	@Override
	public long readArrayStart() throws EOFException {
		return block();
	}

	@Override
	public long arrayNext() throws EOFException {
		return block();
	}

	@Override
	public long skipArray() throws EOFException {
		return block();
	}

	@Override
	public long readMapStart() throws EOFException {
		return block();
	}

	@Override
	public long mapNext() throws EOFException {
		return block();
	}

	@Override
	public long skipMap() throws EOFException {
		return block();
	}

	/**
	 * A block's number of items. A negative one is followed by the block's size in bytes.
	 */
	private long block() throws EOFException {
		long count = readLong();
		if (count < 0) {
			count = -count;
			length();
		}
		if (count < 0 || count > this.itemsLeft) {
			throw new AvroRuntimeException("a list of more items than there are bytes");
		}
		this.itemsLeft -= count;
		return count;
	}

	private long varint(int maxBytes) throws EOFException {
		long value = 0;
		for (int i = 0; i < maxBytes; i++) {
			byte b = next();
			value |= (b & 0x7FL) << (7 * i);
			if (b >= 0) {
				return value;
			}
		}
		throw new AvroRuntimeException("a number of more than " + maxBytes + " bytes");
	}

	private byte[] copy() throws EOFException {
		int length = length();
		int from = take(length);
		return Arrays.copyOfRange(this.bytes, from, from + length);
	}

	private int length() throws EOFException {
		long length = readLong();
		if (length < 0 || length > left()) {
			throw new EOFException("a length of " + length + " where " + left() + " bytes are left");
		}
		return (int) length;
	}

	private byte next() throws EOFException {
		return this.bytes[take(1)];
	}

	private int take(int length) throws EOFException {
		if (length < 0 || length > left()) {
			throw new EOFException(length + " bytes wanted where " + left() + " are left");
		}
		int from = this.at;
		this.at += length;
		return from;
	}

}
