package io.rekindle.command;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CloudErrorTest {

	private static final String SMILE = "\uD83D\uDE00";

	@Test
	void keepsWhatFits() {
		CloudError error = new CloudError(400, "c".repeat(128), "m".repeat(1_024), "r".repeat(128));
		assertThat(error.code()).hasSize(128);
		assertThat(error.message()).hasSize(1_024);
		assertThat(error.requestId()).hasSize(128);
	}

	@Test
	void cutsWhatDoesNotFit() {
		CloudError error = new CloudError(400, "c".repeat(129), "m".repeat(1_025), "r".repeat(1_000_000));
		assertThat(error.code()).isEqualTo("c".repeat(128));
		assertThat(error.message()).isEqualTo("m".repeat(1_024));
		assertThat(error.requestId()).isEqualTo("r".repeat(128));
	}

	@Test
	void replacesWhatPostgresqlCanNotStore() {
		CloudError error = new CloudError(400, "a\u0000b", "\u0000", null);
		assertThat(error.code()).isEqualTo("a\uFFFDb");
		assertThat(error.message()).isEqualTo("\uFFFD");
	}

	@Test
	void leavesNoHalfOfSurrogatePair() {
		assertThat(CloudError.withoutReply("a\uD83Db").message()).isEqualTo("a?b");
		assertThat(CloudError.withoutReply("\uDE00").message()).isEqualTo("?");
		assertThat(CloudError.withoutReply(SMILE).message()).isEqualTo(SMILE);
		assertThat(CloudError.withoutReply("m".repeat(1_023) + SMILE).message()).isEqualTo("m".repeat(1_023) + "?");
	}

	@Test
	void boundsIdsOfAcceptedJob() {
		Reply.Accepted accepted = new Reply.Accepted("j\u0000".repeat(100), "r".repeat(129));
		assertThat(accepted.jobId()).hasSize(128).doesNotContain("\u0000");
		assertThat(accepted.requestId()).isEqualTo("r".repeat(128));
	}

}
