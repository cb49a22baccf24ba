package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import onlyonce.messages.TransferResult.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class OutcomeCodecsTest {
  private static final UUID ID = UUID.fromString("01998f5a-7c00-7abc-8def-0123456789ab");
  private static final UUID STEP = CommandIds.ofStep(ID, CommandType.HOLD);

  static Stream<Arguments> outcomes() {
    return Stream.of(
        arguments(
            new CommandOutcome(
                STEP, CommandType.HOLD, Optional.of(ID), Outcome.APPLIED, new Version(3, 18)),
            "{\"command_id\":\"01998f5a-7c00-76e2-9751-7b67b3d67af7\",\"command\":\"Hold\","
                + "\"transfer_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\","
                + "\"outcome\":\"Applied\",\"partition\":3,\"version\":18}"),
        arguments(
            new CommandOutcome(
                ID,
                CommandType.OPEN,
                Optional.empty(),
                Outcome.ACCOUNT_EXISTS,
                new Version(0, Long.MAX_VALUE)),
            "{\"command_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\",\"command\":\"Open\","
                + "\"outcome\":\"AccountExists\",\"partition\":0,"
                + "\"version\":9223372036854775807}"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void outcome_encodedAndDecoded_isTheSame(CommandOutcome outcome, String json)
      throws UnreadableException {
    assertThat(new String(CommandOutcomeCodec.encode(outcome), UTF_8)).isEqualTo(json);
    assertThat(CommandOutcomeCodec.decode(json.getBytes(UTF_8))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void outcome_everyName_comesBack(Outcome name) throws UnreadableException {
    CommandOutcome outcome =
        new CommandOutcome(STEP, CommandType.HOLD, Optional.of(ID), name, new Version(3, 18));

    assertThat(CommandOutcomeCodec.decode(CommandOutcomeCodec.encode(outcome))).isEqualTo(outcome);
    assertThat(Outcome.ofLabel(name.label())).contains(name);
  }

  @Test
  void key_ofAStepOrACommand_isTheTransferOrItself() {
    assertThat(
            new CommandOutcome(
                    STEP, CommandType.HOLD, Optional.of(ID), Outcome.APPLIED, new Version(3, 18))
                .key())
        .isEqualTo(ID);
    assertThat(
            new CommandOutcome(
                    ID, CommandType.OPEN, Optional.empty(), Outcome.APPLIED, new Version(3, 18))
                .key())
        .isEqualTo(ID);
  }

  static Stream<Arguments> results() {
    String id = "{\"transfer_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\",";
    return Stream.of(
        arguments(
            new TransferResult(ID, End.COMPLETED, Optional.empty(), List.of(new Version(3, 18))),
            id + "\"end\":\"Completed\",\"partition\":3,\"version\":18}"),
        arguments(
            new TransferResult(
                ID,
                End.COMPLETED,
                Optional.empty(),
                List.of(new Version(3, 18), new Version(5, 7))),
            id
                + "\"end\":\"Completed\",\"partition\":3,\"version\":18,"
                + "\"to_partition\":5,\"to_version\":7}"),
        arguments(
            new TransferResult(
                ID,
                End.COMPENSATED,
                Optional.of(Outcome.ACCOUNT_CLOSED),
                List.of(new Version(3, 18), new Version(5, 7))),
            id
                + "\"end\":\"Compensated\",\"reason\":\"AccountClosed\",\"partition\":3,"
                + "\"version\":18,\"to_partition\":5,\"to_version\":7}"),
        arguments(
            new TransferResult(ID, End.EXPIRED, Optional.of(Outcome.EXPIRED), List.of()),
            id + "\"end\":\"Expired\",\"reason\":\"Expired\"}"));
  }

  @ParameterizedTest
  @MethodSource("results")
  void result_encodedAndDecoded_isTheSame(TransferResult result, String json)
      throws UnreadableException {
    assertThat(new String(TransferResultCodec.encode(result), UTF_8)).isEqualTo(json);
    assertThat(TransferResultCodec.decode(json.getBytes(UTF_8))).isEqualTo(result);
  }

  @Test
  void result_threeVersions_isRefused() {
    Version version = new Version(1, 1);

    assertThatThrownBy(
            () ->
                new TransferResult(
                    ID, End.COMPLETED, Optional.empty(), List.of(version, version, version)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "outcome":"Nope","partition":3,"version":18                    | BAD_VALUE | field outcome has no value "Nope"
          "outcome":"applied","partition":3,"version":18                 | BAD_VALUE | field outcome has no value "applied"
          "outcome":"Applied","version":18                               | MISSING_FIELD | field partition is missing
          "outcome":"Applied","partition":3                              | MISSING_FIELD | field version is missing
          "outcome":"Applied","partition":4294967296,"version":18        | BAD_VALUE | field partition must be an integer of 32 bits but is 4294967296
          "outcome":"Applied","partition":-1,"version":18                | BAD_VALUE | field partition: a version
          "outcome":"Applied","partition":3,"version":-1                 | BAD_VALUE | field partition: a version
          "outcome":"Applied","partition":3,"version":18,"x":1           | UNKNOWN_FIELD | unknown field x
          """)
  void outcome_bad_saysWhy(String fields, DeadLetterReason reason, String detail) {
    String json =
        "{\"command_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\",\"command\":\"Open\","
            + fields
            + "}";
    UnreadableException refusal =
        catchThrowableOfType(
            UnreadableException.class, () -> CommandOutcomeCodec.decode(json.getBytes(UTF_8)));

    assertThat(refusal).as("refused").isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "end":"Done"                                                   | BAD_VALUE | field end has no value "Done"
          "end":"Rejected","reason":"Bored"                              | BAD_VALUE | field reason has no value "Bored"
          "end":"Completed","partition":3                                | MISSING_FIELD | field version is missing
          "end":"Completed","version":3                                  | MISSING_FIELD | field partition is missing
          "end":"Completed","to_partition":3,"to_version":1              | MISSING_FIELD | field partition is missing
          "end":"Completed","partition":3,"version":1,"to_partition":3   | MISSING_FIELD | field to_version is missing
          "end":"Completed","partition":99999999999,"version":1          | BAD_VALUE | field partition must be an integer of 32 bits but is 99999999999
          "partition":3,"version":1                                      | MISSING_FIELD | field end is missing
          """)
  void result_bad_saysWhy(String fields, DeadLetterReason reason, String detail) {
    String json = "{\"transfer_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\"," + fields + "}";
    UnreadableException refusal =
        catchThrowableOfType(
            UnreadableException.class, () -> TransferResultCodec.decode(json.getBytes(UTF_8)));

    assertThat(refusal).as("refused").isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).startsWith(detail);
  }
}
