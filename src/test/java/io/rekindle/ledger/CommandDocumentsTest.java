package io.rekindle.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.rekindle.command.Command;
import io.rekindle.command.CommandRequest;
import io.rekindle.command.CommandType;
import io.rekindle.command.Lane;
import io.rekindle.command.Priority;
import io.rekindle.command.RestartType;
import io.rekindle.command.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CommandDocumentsTest {

	/** A NUL, what JSON escapes, and a character of two chars. */
	private static final String ANY = "\u0000\n\"\\/{ä€\uD83D\uDE00";

	private static final String SMILE = "\uD83D\uDE00";

	@ParameterizedTest
	@ValueSource(longs = { 0, 1_790_000_000_000L, -1, Long.MAX_VALUE, Long.MIN_VALUE })
	void keepsAnyTime(long millis) {
		CommandDocuments.Details details = new CommandDocuments.Details(millis, "tests", millis, Map.of());
		Command command = command(Instant.ofEpochMilli(millis), "tests", Instant.ofEpochMilli(millis), Map.of());
		assertThat(CommandDocuments.details(CommandDocuments.details(command))).isEqualTo(details);
	}

	@Test
	void keepsAnyCharacter() {
		String json = CommandDocuments.details(command(Instant.EPOCH, ANY, null, Map.of(ANY, ANY)));
		assertThat(json).as("PostgreSQL takes no NUL").doesNotContain("\u0000");
		assertThat(CommandDocuments.details(json))
			.isEqualTo(new CommandDocuments.Details(0, ANY, null, Map.of(ANY, ANY)));
	}

	@Test
	void keepsHeadersByteForByte() {
		byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		List<OriginalRecord.Header> headers = List.of(new OriginalRecord.Header("b", all),
				new OriginalRecord.Header(ANY, null), new OriginalRecord.Header("b", new byte[0]),
				new OriginalRecord.Header("", all));
		String json = CommandDocuments.headers(headers);
		assertThat(json).doesNotContain("\u0000");
		assertThat(CommandDocuments.headers(json)).usingRecursiveComparison().isEqualTo(headers);
	}

	@Test
	void keepsNoDocumentOfNoHeaders() {
		assertThat(CommandDocuments.headers(List.of())).isNull();
		assertThat(CommandDocuments.headers((String) null)).isEmpty();
	}

	@Test
	void keepsInvalidCommandAsItCame() {
		CommandRequest request = new CommandRequest(CommandType.RetryRemuxCommand, "c-1", Instant.EPOCH, ANY, "", ANY,
				"MPC_REMUX", List.of(ANY, ANY, ""), null, Priority.NORMAL, null, Map.of(ANY, ANY));
		String json = CommandDocuments.invalid(request);
		assertThat(json).doesNotContain("\u0000");
		assertThat(CommandDocuments.invalid(json)).isEqualTo(new CommandDocuments.Invalid("RetryRemuxCommand", ANY, "",
				ANY, "MPC_REMUX", List.of(ANY, ANY, ""), Map.of(ANY, ANY)));
	}

	@Test
	void keepsFirstThousandTargetsOfAnInvalidCommand() {
		List<String> ids = IntStream.range(0, 1_001).mapToObj((i) -> "id-" + i).toList();
		assertThat(invalid("tests", ids, Map.of("a", "b")).resourceIds()).isEqualTo(ids.subList(0, 1_000));
		assertThat(invalid("tests", ids, Map.of("a", "b")).labels()).isEqualTo(Map.of("a", "b"));
		assertThat(invalid("tests", ids.subList(0, 1_000), Map.of()).resourceIds()).hasSize(1_000);
	}

	@Test
	void keepsTargetsAsLongAsTheyFit() {
		List<String> twenty = Collections.nCopies(20, "x".repeat(10_000));
		assertThat(invalid("tests", twenty, Map.of()).resourceIds()).isEqualTo(twenty);
		assertThat(invalid("tests", Collections.nCopies(21, "x".repeat(10_000)), Map.of()).resourceIds())
			.isEqualTo(twenty);
		assertThat(invalid("tests", List.of("x".repeat(200_001), "a"), Map.of()).resourceIds()).isEmpty();
	}

	@Test
	void keepsLabelsWhereTheyFitBesideTheTargets() {
		List<String> ids = Collections.nCopies(19, "x".repeat(10_000));
		Map<String, String> fitting = Map.of("k".repeat(5_000), "v".repeat(5_000));
		assertThat(invalid("tests", ids, fitting).labels()).isEqualTo(fitting);
		assertThat(invalid("tests", ids, Map.of("k".repeat(5_000), "v".repeat(5_001))).labels()).isEmpty();
		Map<String, String> many = IntStream.range(0, 100_000)
			.boxed()
			.collect(Collectors.toMap((i) -> "key-" + i, (i) -> ""));
		assertThat(invalid("tests", List.of(), many).labels()).isEmpty();
	}

	@Test
	void cutsLongFieldsOfAnInvalidCommand() {
		assertThat(invalid("x".repeat(10_000), List.of(), Map.of()).requestedBy()).hasSize(10_000);
		assertThat(invalid("x".repeat(10_001), List.of(), Map.of()).requestedBy()).hasSize(10_000);
		CommandRequest request = new CommandRequest(CommandType.RestartCommand, "c-1", Instant.EPOCH, "x",
				"r".repeat(10_001), "p".repeat(10_001), "s".repeat(10_001), List.of(), "SOFT", Priority.NORMAL, null,
				Map.of());
		CommandDocuments.Invalid invalid = CommandDocuments.invalid(CommandDocuments.invalid(request));
		assertThat(Arrays.asList(invalid.region(), invalid.projectId(), invalid.service()))
			.allMatch((field) -> field.length() == 10_000);
	}

	@Test
	void fitsAnyInvalidCommandIntoAnEvent() {
		CommandDocuments.Invalid largest = invalid(SMILE.repeat(100_000), Collections.nCopies(10_000, "€".repeat(200)),
				Map.of("€", "€"));
		String all = largest.requestedBy() + String.join("", largest.resourceIds()) + largest.labels();
		assertThat(all.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
	}

	private static CommandDocuments.Invalid invalid(String requestedBy, List<String> ids, Map<String, String> labels) {
		return CommandDocuments.invalid(CommandDocuments.invalid(new CommandRequest(CommandType.RestartCommand, "c-1",
				Instant.EPOCH, requestedBy, "r1", "p1", "ECS", ids, "SOFT", Priority.NORMAL, null, labels)));
	}

	private static Command command(Instant requestedAt, String requestedBy, @Nullable Instant notAfter,
			Map<String, String> labels) {
		return new Command("c-1", requestedAt, requestedBy, new Lane(Service.ECS, "r1", "p1", RestartType.SOFT),
				List.of("a"), Priority.NORMAL, notAfter, labels);
	}

}
