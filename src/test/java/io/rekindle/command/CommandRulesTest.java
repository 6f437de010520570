package io.rekindle.command;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** CONTRACT.md, "Schemas": the rules of RestartCommand and RetryRemuxCommand. */
class CommandRulesTest {

	/** One character of two chars. */
	private static final String SMILE = "\uD83D\uDE00";

	@Test
	void takesRestartAsItCame() {
		Instant notAfter = Requests.AT.plusSeconds(60);
		CommandRequest request = new CommandRequest(CommandType.RestartCommand, "c-1", Requests.AT, "ops",
				"eu-west-101", "p1", "ECS", List.of("b", "a"), "HARD", Priority.HIGH, notAfter,
				Map.of("ticket", "OPS-1"));
		assertThat(CommandRules.check(request)).isEqualTo(
				new Command("c-1", Requests.AT, "ops", new Lane(Service.ECS, "eu-west-101", "p1", RestartType.HARD),
						List.of("b", "a"), Priority.HIGH, notAfter, Map.of("ticket", "OPS-1")));
		assertThat(CommandRules.check(request).type()).isEqualTo(CommandType.RestartCommand);
	}

	@Test
	void takesRetryAsItCame() {
		Command command = CommandRules.check(Requests.retry("task_1"));
		assertThat(command.lane()).isEqualTo(new Lane(Service.MPC_REMUX, "eu-west-101", "p1", null));
		assertThat(command.resourceIds()).containsExactly("task_1");
		assertThat(command.type()).isEqualTo(CommandType.RetryRemuxCommand);
	}

	@ParameterizedTest(name = "{0}: {2}")
	@MethodSource("patterns")
	void keepsPatterns(String field, Function<String, CommandRequest> with, String good) {
		assertThat(brokenBy(with.apply(good))).as(field).isNull();
	}

	static Stream<Arguments> patterns() {
		String digits = "0123456789";
		String lower = "abcdefghijklmnopqrstuvwxyz";
		String upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
		return fields().flatMap((field) -> {
			String name = (String) field.get()[0];
			Stream<String> all = name.equals("region") ? Stream.of(lower, digits, "-", "a".repeat(32))
					: Stream.of(lower, upper, digits, "-", "a", "a".repeat(64));
			Stream<String> own = switch (name) {
				case "commandId" -> Stream.of("._:-");
				case "taskId" -> Stream.of("_-");
				default -> Stream.empty();
			};
			return Stream.concat(all, own).map((good) -> arguments(name, field.get()[1], good));
		});
	}

	@ParameterizedTest(name = "{0}: {2}")
	@MethodSource("brokenPatterns")
	void refusesWhatBreaksPattern(String field, Function<String, CommandRequest> with, String bad) {
		assertThat(brokenBy(with.apply(bad))).startsWith(field + " must be 1 to ").contains("but was \"");
	}

	static Stream<Arguments> brokenPatterns() {
		return fields().flatMap((field) -> {
			String name = (String) field.get()[0];
			Stream<String> all = Stream.of("", " ", "a b", "a\n", "ä", "a/b", "a%", "٣", "a\u0000",
					"a".repeat(name.equals("region") ? 33 : 65));
			Stream<String> own = switch (name) {
				case "commandId" -> Stream.empty();
				case "region" -> Stream.of("A", "a_b", "a.b", "a:b");
				case "taskId" -> Stream.of("a.b", "a:b");
				default -> Stream.of("a_b", "a.b", "a:b");
			};
			return Stream.concat(all, own)
				.map((bad) -> arguments(name.equals("resourceIds") ? "resourceIds[0]" : name, field.get()[1], bad));
		});
	}

	private static Stream<Arguments> fields() {
		return Stream.of(field("commandId", Requests::commandId), field("region", Requests::region),
				field("projectId", Requests::projectId), field("resourceIds", Requests::resourceId),
				field("taskId", Requests::retry));
	}

	private static Arguments field(String name, Function<String, CommandRequest> with) {
		return arguments(name, with);
	}

	@Test
	void tellsFieldRuleAndValue() {
		assertThat(brokenBy(Requests.region("EU_WEST")))
			.isEqualTo("region must be 1 to 32 of a-z 0-9 -, but was \"EU_WEST\"");
	}

	@Test
	void countsRequesterInCodePoints() {
		assertThat(brokenBy(Requests.requestedBy("x"))).isNull();
		assertThat(brokenBy(Requests.requestedBy(SMILE.repeat(128)))).isNull();
		assertThat(brokenBy(Requests.requestedBy("")))
			.isEqualTo("requestedBy must have 1 to 128 characters, but had 0: \"\"");
		assertThat(brokenBy(Requests.requestedBy(SMILE.repeat(129))))
			.isEqualTo("requestedBy must have 1 to 128 characters, but had 129: \"" + SMILE.repeat(80) + "…\"");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 1_000 })
	void takesOneToThousandTargets(int count) {
		assertThat(brokenBy(Requests.restart("ECS", "SOFT", servers(count)))).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1_001 })
	void refusesOtherNumbersOfTargets(int count) {
		assertThat(brokenBy(Requests.restart("ECS", "SOFT", servers(count))))
			.isEqualTo("resourceIds must have 1 to 1,000 ids, but had " + count);
	}

	@Test
	void refusesTargetThatIsNamedTwice() {
		assertThat(brokenBy(Requests.restart("ECS", "SOFT", List.of("a", "b", "a"))))
			.isEqualTo("resourceIds[2] must not repeat an earlier id, but was \"a\"");
	}

	@ParameterizedTest
	@CsvSource({ "ECS, SOFT", "ECS, HARD", "ECS_SINGLE, SOFT", "ECS_SINGLE, HARD", "WORKSPACE_APP_SERVER, SOFT",
			"WORKSPACE_APP_SERVER, HARD" })
	void keepsServiceAndType(Service service, RestartType type) {
		Lane lane = CommandRules.check(Requests.restart(service.name(), type.name(), List.of("a"))).lane();
		assertThat(lane).isEqualTo(new Lane(service, "eu-west-101", "p1", type));
	}

	@ParameterizedTest
	@CsvSource({ "ECS, UNKNOWN", "ECS_SINGLE, UNKNOWN", "WORKSPACE_APP_SERVER, UNKNOWN", "ECS, soft" })
	void refusesOtherTypes(String service, String type) {
		assertThat(brokenBy(Requests.restart(service, type, List.of("a"))))
			.isEqualTo("type must be SOFT or HARD, but was \"" + type + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SOFT", "HARD", "UNKNOWN", "whatever" })
	void ignoresTypeForCloudPhone(String type) {
		Command command = CommandRules.check(Requests.restart("CPH_ENCODE_SERVER", type, List.of("a")));
		assertThat(command.lane().restartType()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UNKNOWN", "ecs", "", "MPC_REMUX" })
	void refusesOtherServices(String service) {
		assertThat(brokenBy(Requests.restart(service, "SOFT", List.of("a"))))
			.isEqualTo("service must be a service that this version knows, but was \"" + service + "\"");
	}

	@Test
	void takesLabelsUpToTheirBounds() {
		assertThat(brokenBy(Requests.labels(labels(32)))).isNull();
		assertThat(brokenBy(Requests.labels(Map.of("", "")))).isNull();
		assertThat(brokenBy(Requests.labels(Map.of(SMILE.repeat(64), SMILE.repeat(256))))).isNull();
	}

	@Test
	void refusesLabelsOverTheirBounds() {
		assertThat(brokenBy(Requests.labels(labels(33)))).isEqualTo("labels must have at most 32 entries, but had 33");
		assertThat(brokenBy(Requests.labels(Map.of(SMILE.repeat(65), ""))))
			.isEqualTo("the key of a label must have 0 to 64 characters, but had 65: \"" + SMILE.repeat(65) + "\"");
		assertThat(brokenBy(Requests.labels(Map.of("ticket", SMILE.repeat(257)))))
			.isEqualTo("labels[\"ticket\"] must have 0 to 256 characters, but had 257: \"" + SMILE.repeat(80) + "…\"");
	}

	@Test
	void tellsAllBrokenRulesTogether() {
		CommandRequest request = new CommandRequest(CommandType.RestartCommand, "", Requests.AT, "", "", "", "?",
				List.of(), "?", Priority.NORMAL, null, labels(33));
		assertThat(brokenBy(request)).isEqualTo("commandId must be 1 to 64 of A-Z a-z 0-9 . _ : -, but was \"\"; "
				+ "requestedBy must have 1 to 128 characters, but had 0: \"\"; "
				+ "region must be 1 to 32 of a-z 0-9 -, but was \"\"; "
				+ "projectId must be 1 to 64 of A-Z a-z 0-9 -, but was \"\"; "
				+ "service must be a service that this version knows, but was \"?\"; "
				+ "resourceIds must have 1 to 1,000 ids, but had 0; labels must have at most 32 entries, but had 33");
	}

	@Test
	void tellsTenBrokenRulesAndThatThereAreMore() {
		assertThat(brokenBy(Requests.restart("ECS", "SOFT", badServers(10)))).doesNotContain("and more")
			.contains("resourceIds[9]");
		String message = brokenBy(Requests.restart("ECS", "SOFT", badServers(1_000)));
		assertThat(message).endsWith("; and more").contains("resourceIds[9]").doesNotContain("resourceIds[10]");
		assertThat(brokenBy(Requests.restart("ECS", "SOFT", Collections.nCopies(1_000_000, "/".repeat(1_000)))))
			.hasSizeLessThan(4_000);
	}

	@Test
	void escapesControlCharactersInMessages() {
		assertThat(brokenBy(Requests.region("a\u0000\n\u001b[31m\u0085")))
			.endsWith("but was \"a\\u0000\\u000a\\u001b[31m\\u0085\"");
		assertThat(brokenBy(Requests.labels(Map.of("a\u0000", "b\u0000".repeat(200))))).doesNotContain("\u0000")
			.contains("labels[\"a\\u0000\"]");
	}

	@Test
	void knowsCommandIds() {
		assertThat(Set.of("a", "A.b_c:d-1", "a".repeat(64))).allMatch(CommandRules::isCommandId);
		assertThat(Set.of("", "a b", "a\n", "ä", "a".repeat(65))).noneMatch(CommandRules::isCommandId);
	}

	private static @Nullable String brokenBy(CommandRequest request) {
		InvalidCommandException thrown = catchThrowableOfType(InvalidCommandException.class,
				() -> CommandRules.check(request));
		return (thrown != null) ? thrown.getMessage() : null;
	}

	private static List<String> servers(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "server-" + i).toList();
	}

	private static List<String> badServers(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "server/" + i).toList();
	}

	private static Map<String, String> labels(int count) {
		return IntStream.range(0, count).boxed().collect(Collectors.toMap((i) -> "key-" + i, (i) -> "value"));
	}

}
