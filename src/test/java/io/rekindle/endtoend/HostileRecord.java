package io.rekindle.endtoend;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that may be anything, and what has to become of it.
 */
record HostileRecord(ProducerRecord<byte[], byte[]> record, Fate fate) {

	byte[] value() {
		return this.record.value();
	}

	/** What has to become of a record. */
	enum Fate {

		/** It goes to the ledger, and is carried out. */
		CARRIED_OUT,

		/** It is the same as one before. */
		DUPLICATE,

		/** It is no command of its topic. */
		UNDECODABLE,

		/** It breaks a rule. */
		INVALID,

		/** Chance decides whether it is still a command. */
		OPEN

	}

}
