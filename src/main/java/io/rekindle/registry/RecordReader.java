package io.rekindle.registry;

import java.io.IOException;

import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what was written with one schema. Made once a schema, then used by any number
 * of threads.
 */
final class RecordReader {

	private static final int MAX_REASON = 300;

	private final DatumReader<Object> reader;

	private RecordReader(DatumReader<Object> reader) {
		this.reader = reader;
	}

	/**
	 * A reader for what was written with this schema.
	 * @param classes where the generated class of the schema's name is looked for; null
	 * for generic records always
	 * @throws SerializationException if the text is no Avro schema, or one that can't be
	 * decoded safely
	 */
	static RecordReader of(String schemaText, @Nullable ClassLoader classes) {
		try {
			// The registry let it in, and its defaults are not used here: only the
			// reader's are.
			Schema writer = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(schemaText);
			SchemaBounds.check(writer);
			return new RecordReader((classes != null) ? specific(writer, classes) : generic(writer));
		}
		catch (SerializationException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw new SerializationException("the registry's schema can't be read: " + reason(ex), ex);
		}
	}

	/**
	 * Decodes a record.
	 * @throws SerializationException if its bytes are no such record, or more than that
	 */
	@Nullable Object read(byte[] record) {
		BoundedDecoder decoder = new BoundedDecoder(record, WireFormat.HEADER);
		Object value;
		try {
			value = this.reader.read(null, decoder);
		}
		// Avro lets through whatever its parts throw: index and cast errors, and the
		// stack's end for deep nesting.
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw new SerializationException("no such Avro record: " + reason(ex), ex);
		}
		if (decoder.left() > 0) {
			throw new SerializationException(decoder.left() + " bytes left over after the Avro record");
		}
		return value;
	}

	private static DatumReader<Object> specific(Schema writer, ClassLoader loader) throws IOException {
		GeneratedClasses classes = new GeneratedClasses(loader);
		Class<? extends SpecificRecord> type = (writer.getType() == Schema.Type.RECORD)
				? classes.find(writer, SpecificRecord.class) : null;
		if (type == null) {
			return generic(writer);
		}
		SpecificData model = SpecificData.getForClass(type);
		model.getConversions().forEach(classes::addLogicalTypeConversion);
		return new FastReaderBuilder(classes).createDatumReader(writer, model.getSchema(type));
	}

	private static DatumReader<Object> generic(Schema writer) throws IOException {
		return new FastReaderBuilder(new GenericData()).createDatumReader(writer, writer);
	}

	/** Shortened, since Avro's messages may repeat the whole schema. */
	private static String reason(Throwable ex) {
		String reason = (ex instanceof StackOverflowError) ? "nested too deep" : ex.toString();
		return reason.substring(0, Math.min(reason.length(), MAX_REASON));
	}

}
