package onlyonce.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandCodecTest {
  private static final UUID ID = UUID.fromString("01998f5a-7c00-7abc-8def-0123456789ab");
  private static final AccountId ALICE = new AccountId("alice");
  private static final AccountId BOB = new AccountId("bob");
  private static final CurrencyCode EUR = new CurrencyCode("EUR");

  /** Every command beside its exact bytes. Changing one of these breaks every log in the world. */
  static Stream<Arguments> golden() {
    return Stream.of(
        arguments(
            new Command.Configure(1, Duration.ofHours(24)),
            "{\"rules_version\":1,\"dedup_window_ms\":86400000}"),
        arguments(
            new Command.Open(ALICE, EUR, 0, false),
            "{\"account\":\"alice\",\"currency\":\"EUR\",\"opening_minor\":0,"
                + "\"may_go_negative\":false}"),
        arguments(
            new Command.Open(ALICE, EUR, Amount.MAX_MINOR, true),
            "{\"account\":\"alice\",\"currency\":\"EUR\",\"opening_minor\":9007199254740991,"
                + "\"may_go_negative\":true}"),
        arguments(new Command.Close(ALICE), "{\"account\":\"alice\"}"),
        arguments(
            new Command.Post(ALICE, BOB, new Amount(250), EUR),
            "{\"from\":\"alice\",\"to\":\"bob\",\"amount_minor\":250,\"currency\":\"EUR\"}"),
        arguments(
            new Command.Hold(ID, ALICE, new Amount(250), EUR),
            "{\"transfer_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\",\"account\":\"alice\","
                + "\"amount_minor\":250,\"currency\":\"EUR\"}"),
        arguments(
            new Command.Credit(ID, BOB, new Amount(Amount.MAX_MINOR), EUR),
            "{\"transfer_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\",\"account\":\"bob\","
                + "\"amount_minor\":9007199254740991,\"currency\":\"EUR\"}"),
        arguments(
            new Command.Settle(ID, ALICE),
            "{\"transfer_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\",\"account\":\"alice\"}"),
        arguments(
            new Command.Release(ID, ALICE),
            "{\"transfer_id\":\"01998f5a-7c00-7abc-8def-0123456789ab\",\"account\":\"alice\"}"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void encode_everyCommand_givesItsExactBytes(Command command, String json) {
    assertThat(new String(CommandCodec.encode(command), UTF_8)).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void decode_everyCommand_givesItBack(Command command, String json) throws UnreadableException {
    assertThat(CommandCodec.decode(event(command.type().eventType()), json.getBytes(UTF_8)))
        .isEqualTo(command);
  }

  @Test
  void decode_otherOrderAndSpaces_isTheSameCommand() throws UnreadableException {
    assertThat(
            post(
                " {\n\"currency\" : \"EUR\",\t\"amount_minor\":5,\"to\":\"bob\",\"from\":\"alice\"} \n"))
        .isEqualTo(new Command.Post(ALICE, BOB, new Amount(5), EUR));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR","to":"c"} | DuplicateKey | field to stands twice
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR","to":"b"} | DuplicateKey | field to stands twice
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR","memo":"hi"} | UnknownField | unknown field memo
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR","z":1,"y":2} | UnknownField | unknown field y, z
          {"From":"a","to":"b","amount_minor":5,"currency":"EUR"}          | UnknownField | unknown field From
          {"to":"b","amount_minor":5,"currency":"EUR"}                     | MissingField | field from is missing
          {"from":"a","amount_minor":5,"currency":"EUR"}                   | MissingField | field to is missing
          {"from":"a","to":"b","currency":"EUR"}                           | MissingField | field amount_minor is missing
          {"from":"a","to":"b","amount_minor":5}                           | MissingField | field currency is missing
          {}                                                               | MissingField | field from is missing
          {"from":"a","to":"b","amount_minor":5.0,"currency":"EUR"}        | BadValue | field amount_minor must be a string, an integer of 64 bits or a boolean
          {"from":"a","to":"b","amount_minor":5e0,"currency":"EUR"}        | BadValue | field amount_minor must be a string, an integer of 64 bits or a boolean
          {"from":"a","to":"b","amount_minor":0,"currency":"EUR"}          | BadValue | field amount_minor: amount_minor must be from 1 to 9007199254740991 but is 0
          {"from":"a","to":"b","amount_minor":-0,"currency":"EUR"}         | BadValue | field amount_minor: amount_minor must be from 1 to 9007199254740991 but is 0
          {"from":"a","to":"b","amount_minor":-5,"currency":"EUR"}         | BadValue | field amount_minor: amount_minor must be from 1 to 9007199254740991 but is -5
          {"from":"a","to":"b","amount_minor":9007199254740992,"currency":"EUR"} | BadValue | field amount_minor: amount_minor must be from 1 to 9007199254740991 but is 9007199254740992
          {"from":"a","to":"b","amount_minor":9223372036854775807,"currency":"EUR"} | BadValue | field amount_minor: amount_minor must be from 1 to 9007199254740991 but is 9223372036854775807
          {"from":"a","to":"b","amount_minor":9223372036854775808,"currency":"EUR"} | BadValue | field amount_minor must be a string, an integer of 64 bits or a boolean
          {"from":"a","to":"b","amount_minor":99999999999999999999999999999999,"currency":"EUR"} | BadValue | field amount_minor must be a string, an integer of 64 bits or a boolean
          {"from":"a","to":"b","amount_minor":"5","currency":"EUR"}        | BadValue | field amount_minor must be an integer
          {"from":"a","to":"b","amount_minor":true,"currency":"EUR"}       | BadValue | field amount_minor must be an integer
          {"from":"a","to":"b","amount_minor":null,"currency":"EUR"}       | BadValue | field amount_minor must be a string, an integer of 64 bits or a boolean
          {"from":null,"to":"b","amount_minor":5,"currency":"EUR"}         | BadValue | field from must be a string, an integer of 64 bits or a boolean
          {"from":{"id":"a"},"to":"b","amount_minor":5,"currency":"EUR"}   | BadValue | field from must be a string, an integer of 64 bits or a boolean
          {"from":["a"],"to":"b","amount_minor":5,"currency":"EUR"}        | BadValue | field from must be a string, an integer of 64 bits or a boolean
          {"from":7,"to":"b","amount_minor":5,"currency":"EUR"}            | BadValue | field from must be a string
          {"from":"~treasury:EUR","to":"b","amount_minor":5,"currency":"EUR"} | BadValue | field from: account id "~treasury:EUR" is internal; clients cannot name accounts that start with ~
          {"from":"","to":"b","amount_minor":5,"currency":"EUR"}           | BadValue | field from: account id must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is ""
          {"from":"a b","to":"b","amount_minor":5,"currency":"EUR"}        | BadValue | field from: account id must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is "a b"
          {"from":"é","to":"b","amount_minor":5,"currency":"EUR"}          | BadValue | field from: account id must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is "é"
          {"from":"a","to":"b","amount_minor":5,"currency":"eur"}          | BadValue | field currency: currency must be an ISO 4217 code but is "eur"
          {"from":"a","to":"b","amount_minor":5,"currency":"EURO"}         | BadValue | field currency: currency must be an ISO 4217 code but is "EURO"
          {"from":"a","to":"b","amount_minor":5,"currency":""}             | BadValue | field currency: currency must be an ISO 4217 code but is ""
          [{"from":"a"}]                                                   | BadJson | the payload is no JSON object
          "from"                                                           | BadJson | the payload is no JSON object
          null                                                             | BadJson | the payload is no JSON object
          5                                                                | BadJson | the payload is no JSON object
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR"} {}       | BadJson | something follows the object
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR"},         | BadJson | something follows the object
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR"}x         | BadJson | something follows the object
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR",}         | BadJson | the payload is no JSON:
          {"from":"a","to":"b","amount_minor":5,"currency":"EUR"           | BadJson | the payload is no JSON:
          {"from":"a","to":"b","amount_minor":05,"currency":"EUR"}         | BadJson | the payload is no JSON:
          {"from":"a","to":"b","amount_minor":+5,"currency":"EUR"}         | BadJson | the payload is no JSON:
          {"from":"a","to":"b","amount_minor":NaN,"currency":"EUR"}        | BadJson | the payload is no JSON:
          {'from':'a','to':'b','amount_minor':5,'currency':'EUR'}          | BadJson | the payload is no JSON:
          {from:"a","to":"b","amount_minor":5,"currency":"EUR"}            | BadJson | the payload is no JSON:
          /* hi */ {"from":"a"}                                            | BadJson | the payload is no JSON:
          hello                                                            | BadJson | the payload is no JSON:
          """)
  void decode_badPost_saysWhy(String json, String reason, String detail) {
    assertRefused("onlyonce.Post", json.getBytes(UTF_8), reason, detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Configure | {"rules_version":0,"dedup_window_ms":86400000}   | BadValue | field rules_version: rules_version must be at least 1 but is 0
          Configure | {"rules_version":2147483648,"dedup_window_ms":86400000} | BadValue | field rules_version must be an integer of 32 bits but is 2147483648
          Configure | {"rules_version":1,"dedup_window_ms":999}        | BadValue | field dedup_window_ms: dedup_window_ms must be at least 1000 but is 999
          Configure | {"rules_version":1,"dedup_window_ms":-1}         | BadValue | field dedup_window_ms: dedup_window_ms must be at least 1000 but is -1
          Configure | {"rules_version":1}                              | MissingField | field dedup_window_ms is missing
          Configure | {"rules_version":1,"dedup_window_ms":86400000,"account":"a"} | UnknownField | unknown field account
          Open | {"account":"a","currency":"EUR","opening_minor":-1,"may_go_negative":false} | BadValue | field opening_minor: opening_minor must be from 0 to 9007199254740991 but is -1
          Open | {"account":"a","currency":"EUR","opening_minor":9007199254740992,"may_go_negative":false} | BadValue | field opening_minor: opening_minor must be from 0 to 9007199254740991 but is 9007199254740992
          Open | {"account":"a","currency":"EUR","opening_minor":1,"may_go_negative":"no"} | BadValue | field may_go_negative must be true or false
          Open | {"account":"a","currency":"EUR","opening_minor":1,"may_go_negative":0} | BadValue | field may_go_negative must be true or false
          Open | {"account":"a","currency":"EUR","opening_minor":1}    | MissingField | field may_go_negative is missing
          Open | {"account":"~x","currency":"EUR","opening_minor":1,"may_go_negative":true} | BadValue | field account: account id "~x" is internal
          Close | {"account":"a","currency":"EUR"}                     | UnknownField | unknown field currency
          Close | {}                                                   | MissingField | field account is missing
          Settle | {"account":"a"}                                     | MissingField | field transfer_id is missing
          Settle | {"transfer_id":"01998f5a-7c00-7abc-8def-0123456789ab","account":"a","amount_minor":5} | UnknownField | unknown field amount_minor
          Release | {"transfer_id":"01998F5A-7C00-7ABC-8DEF-0123456789AB","account":"a"} | BadValue | field transfer_id must be a UUIDv7 in lower case but is "01998F5A-7C00-7ABC-8DEF-0123456789AB"
          Release | {"transfer_id":"7d444840-9dc0-41d1-b245-5ffdce74fad2","account":"a"} | BadValue | field transfer_id must be a UUIDv7 in lower case but is "7d444840-9dc0-41d1-b245-5ffdce74fad2"
          Release | {"transfer_id":"1-1-7001-8001-1","account":"a"}    | BadValue | field transfer_id must be a UUIDv7 in lower case but is "1-1-7001-8001-1"
          Release | {"transfer_id":"","account":"a"}                   | BadValue | field transfer_id must be a UUIDv7 in lower case but is ""
          Release | {"transfer_id":7,"account":"a"}                    | BadValue | field transfer_id must be a string
          Hold | {"transfer_id":"01998f5a-7c00-7abc-8def-0123456789ab","account":"a","amount_minor":0,"currency":"EUR"} | BadValue | field amount_minor: amount_minor must be
          Credit | {"transfer_id":"01998f5a-7c00-7abc-8def-0123456789ab","account":"a","amount_minor":5} | MissingField | field currency is missing
          """)
  void decode_badCommand_saysWhy(String type, String json, String reason, String detail) {
    assertRefused("onlyonce." + type, json.getBytes(UTF_8), reason, detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"onlyonce.Transfer", "onlyonce.post", "Post", "onlyonce.", "onlyonce.Posted"})
  void decode_unknownType_saysWhich(String type) {
    assertRefused(
        type, "{}".getBytes(UTF_8), "UnknownType", "ce_type \"" + type + "\" names no command");
  }

  @Test
  void decode_noPayload_isBadJson() {
    assertRefused("onlyonce.Post", null, "BadJson", "the payload is empty");
    assertRefused("onlyonce.Post", new byte[0], "BadJson", "the payload is empty");
    assertRefused("onlyonce.Post", " ".getBytes(UTF_8), "BadJson", "the payload is no JSON object");
  }

  @Test
  void decode_longAccount_isRefusedAtTheLimit() throws UnreadableException {
    String json = "{\"account\":\"%s\"}";
    Event close = event("onlyonce.Close");

    assertThat(CommandCodec.decode(close, json.formatted("a".repeat(64)).getBytes(UTF_8)))
        .isEqualTo(new Command.Close(new AccountId("a".repeat(64))));
    assertRefused(
        "onlyonce.Close",
        json.formatted("a".repeat(65)).getBytes(UTF_8),
        "BadValue",
        "field account: account id must be 1 to 64 characters");
  }

  static Stream<Charset> otherCharsets() {
    return Stream.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"));
  }

  @ParameterizedTest
  @MethodSource("otherCharsets")
  void decode_otherCharset_isBadJson(Charset charset) {
    assertRefused(
        "onlyonce.Close", "{\"account\":\"a\"}".getBytes(charset), "BadJson", "the payload is not");
  }

  @Test
  void decode_bytesThatAreNoUtf8_isBadJson() {
    assertRefused(
        "onlyonce.Close", "{\"account\":\"é\"}".getBytes(ISO_8859_1), "BadJson", "the payload is");
    assertRefused(
        "onlyonce.Close", "\uFEFF{\"account\":\"a\"}".getBytes(UTF_8), "BadJson", "the payload is");
  }

  @Test
  void decode_hugeNumbersAndNests_areRefusedWithoutHarm() {
    assertRefused(
        "onlyonce.Close", ("{\"account\":" + "9".repeat(100_000) + "}").getBytes(UTF_8), "Bad", "");
    assertRefused(
        "onlyonce.Close", ("{\"account\":" + "[".repeat(100_000)).getBytes(UTF_8), "Bad", "");
  }

  @Test
  void decode_whateverCameBefore_readsTheNextOneAsItIs() throws UnreadableException {
    Event close = event("onlyonce.Close");
    String good = "{\"account\":\"alice\"}";
    List<String> bad = new ArrayList<>();
    for (int length = 1; length < good.length(); length++) {
      bad.add(good.substring(0, length));
    }
    for (String rest : List.of("}", "1", "tru", " 1", "\n\"", "{", good, ",", "\u00e9")) {
      bad.add(good + rest);
    }
    bad.addAll(List.of("1", "\"a", "nul", "{\"account\":1", "{\"account\":tru", "{\"account\":-"));

    for (String text : bad) {
      assertThatThrownBy(() -> CommandCodec.decode(close, text.getBytes(UTF_8)))
          .as(text)
          .isInstanceOf(UnreadableException.class);
      assertThat(CommandCodec.decode(close, (" " + good + "\r\n\t ").getBytes(UTF_8)))
          .as("after %s", text)
          .isEqualTo(new Command.Close(new AccountId("alice")));
    }
  }

  @Test
  void decode_longOrUnprintableValue_isQuotedShortAndClean() {
    UnreadableException refusal =
        catchThrowableOfType(
            UnreadableException.class,
            () -> post("{\"from\":\"a\\n\\u0000" + "x".repeat(5_000) + "\"}"));

    assertThat(refusal.reason()).isEqualTo(DeadLetterReason.BAD_VALUE);
    assertThat(refusal.detail()).hasSize(300).contains("\"a??xxx").doesNotContain("\n", "\0");
  }

  private static Command post(String json) throws UnreadableException {
    return CommandCodec.decode(event("onlyonce.Post"), json.getBytes(UTF_8));
  }

  private static void assertRefused(
      String type, byte @Nullable [] payload, String reason, String detail) {
    UnreadableException refusal =
        catchThrowableOfType(
            UnreadableException.class, () -> CommandCodec.decode(event(type), payload));

    assertThat(refusal).as("refused").isNotNull();
    assertThat(refusal.detail()).startsWith(detail);
    assertThat(refusal.reason().label()).startsWith(reason);
  }

  private static Event event(String type) {
    return new Event(ID, type, "/test", Instant.EPOCH);
  }
}
