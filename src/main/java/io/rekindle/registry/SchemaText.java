package io.rekindle.registry;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The text of a schema as the registry gets it. */
final class SchemaText {

	private SchemaText() {
	}

	/**
	 * The schema as its {@code .avsc} file says it, without what only the Java generator
	 * added to it. A registry takes the two for different schemas.
	 */
	static String withoutJavaProperties(Schema schema) {
		JsonNode tree = JsonMapper.shared().readTree(schema.toString());
		strip(tree);
		return new Schema.Parser().parse(tree.toString()).toString();
	}

	private static void strip(JsonNode node) {
		if (node instanceof ObjectNode object) {
			object.remove(GenericData.STRING_PROP);
		}
		node.forEach(SchemaText::strip);
	}

}
