package io.rekindle.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoundedDecoderTest {

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, 63, -64, 64, 8191, 8192, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE,
			Long.MIN_VALUE })
	void readsNumbers(long number) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
		encoder.writeLong(number);
		encoder.writeInt((int) number);
		encoder.writeDouble((double) number);
		encoder.writeFloat((float) number);
		encoder.writeBoolean(number > 0);
		BoundedDecoder decoder = new BoundedDecoder(out.toByteArray(), 0);
		assertThat(decoder.readLong()).isEqualTo(number);
		assertThat(decoder.readInt()).isEqualTo((int) number);
		assertThat(decoder.readDouble()).isEqualTo((double) number);
		assertThat(decoder.readFloat()).isEqualTo((float) number);
		assertThat(decoder.readBoolean()).isEqualTo(number > 0);
		assertThat(decoder.left()).isZero();
	}

	@Test
	void readsEverythingThatAvroWrites() throws IOException {
		Schema schema = new Schema.Parser().parse("""
				{"type":"record","name":"All","fields":[
				{"name":"text","type":"string"},{"name":"bytes","type":"bytes"},
				{"name":"fixed","type":{"type":"fixed","name":"Four","size":4}},
				{"name":"list","type":{"type":"array","items":{"type":"array","items":["null","string","All"]}}},
				{"name":"map","type":{"type":"map","values":{"type":"map","values":"double"}}},
				{"name":"enum","type":{"type":"enum","name":"Colour","symbols":["RED","BLUE"]}}]}""");
		for (Object record : new RandomData(schema, 200, 42L)) {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			// Writes lists in blocks with their sizes in bytes, the other form that the
			// specification allows.
			BinaryEncoder encoder = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
			new GenericDatumWriter<>(schema).write(record, encoder);
			encoder.flush();
			BoundedDecoder decoder = new BoundedDecoder(out.toByteArray(), 0);
			GenericDatumReader<Object> reader = new GenericDatumReader<>(schema);
			assertThat(reader.read(null, decoder))
				.isEqualTo(reader.read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null)));
			assertThat(decoder.left()).isZero();
		}
	}

	/**
	 * Avro's own check takes the reader's items for the size of the writer's, and refuses
	 * this.
	 */
	@Test
	void readsItemsThatGrewByDefaults() throws IOException {
		Schema writer = new Schema.Parser().parse("""
				{"type":"array","items":{"type":"record","name":"Item","fields":[{"name":"a","type":"int"}]}}""");
		Schema reader = new Schema.Parser().parse("""
				{"type":"array","items":{"type":"record","name":"Item","fields":[{"name":"a","type":"int"},
				{"name":"b","type":"double","default":1},{"name":"c","type":"double","default":2}]}}""");
		GenericData.Array<Object> items = new GenericData.Array<>(1, writer);
		GenericData.Record item = new GenericData.Record(writer.getElementType());
		item.put("a", 7);
		items.add(item);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new GenericDatumWriter<>(writer).write(items, EncoderFactory.get().directBinaryEncoder(out, null));
		Object read = new GenericDatumReader<>(writer, reader).read(null, new BoundedDecoder(out.toByteArray(), 0));
		assertThat(read).hasToString("[{\"a\": 7, \"b\": 1.0, \"c\": 2.0}]");
	}

	@Test
	void refusesNumbersThatAreTooLong() {
		byte[] bytes = new byte[20];
		Arrays.fill(bytes, (byte) 0xFF);
		assertThatThrownBy(() -> new BoundedDecoder(bytes, 0).readLong()).isInstanceOf(AvroRuntimeException.class);
		assertThatThrownBy(() -> new BoundedDecoder(bytes, 0).readInt()).isInstanceOf(AvroRuntimeException.class);
		assertThatThrownBy(() -> new BoundedDecoder(bytes, 0).readBoolean()).isInstanceOf(AvroRuntimeException.class);
	}

	@Test
	void readsNoByteTwiceAndNoneBeyondTheEnd() throws IOException {
		byte[] bytes = new byte[64];
		new Random(1).nextBytes(bytes);
		BoundedDecoder decoder = new BoundedDecoder(bytes, 60);
		decoder.readFloat();
		assertThat(decoder.left()).isZero();
		assertThatThrownBy(decoder::readFloat).isInstanceOf(IOException.class);
		assertThatThrownBy(decoder::readBoolean).isInstanceOf(IOException.class);
	}

}
