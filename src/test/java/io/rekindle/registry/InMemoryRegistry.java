package io.rekindle.registry;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.common.errors.SerializationException;

/**
 * A registry without a network. Ids count from 1; what a schema's subject is doesn't
 * matter.
 */
final class InMemoryRegistry implements SchemaRegistry {

	private final List<String> schemas = new ArrayList<>();

	private boolean away;

	private int asked;

	int add(String schema) {
		this.schemas.add(schema);
		return this.schemas.size();
	}

	void away(boolean now) {
		this.away = now;
	}

	int asked() {
		return this.asked;
	}

	@Override
	public String schema(int id) {
		ask();
		if (id < 1 || id > this.schemas.size()) {
			throw new SerializationException("no schema " + id);
		}
		return this.schemas.get(id - 1);
	}

	@Override
	public int id(String subject, String schema) {
		ask();
		int known = this.schemas.indexOf(schema);
		return (known >= 0) ? known + 1 : add(schema);
	}

	@Override
	public void close() {
		// holds nothing
	}

	private void ask() {
		this.asked++;
		if (this.away) {
			throw new RegistryUnavailableException("away");
		}
	}

}
