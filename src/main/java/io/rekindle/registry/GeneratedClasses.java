package io.rekindle.registry;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes that Avro's generator made, and no other: a schema's name is the
 * producer's, and may be that of any class. Avro 1.12.2 itself gives out no class that
 * isn't trusted by a setting of the whole process
 * ({@code org.apache.avro.util.ClassSecurityValidator}); this needs no such setting.
 */
final class GeneratedClasses extends SpecificData {

	GeneratedClasses(ClassLoader loader) {
		super(loader);
	}

	@Override
	public @Nullable Class<?> getClass(Schema schema) {
		return switch (schema.getType()) {
			case RECORD -> find(schema, SpecificRecord.class);
			case ENUM -> find(schema, GenericEnumSymbol.class);
			case FIXED -> find(schema, SpecificFixed.class);
			default -> super.getClass(schema);
		};
	}

	<T> @Nullable Class<? extends T> find(Schema schema, Class<T> kind) {
		try {
			// Not initialized, so that nothing of another class runs.
			Class<?> type = Class.forName(getClassName(schema), false, getClassLoader());
			return kind.isAssignableFrom(type) ? type.asSubclass(kind) : null;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
