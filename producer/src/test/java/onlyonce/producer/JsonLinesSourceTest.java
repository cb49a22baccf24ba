package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CurrencyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonLinesSourceTest {
  private static final CurrencyCode EUR = new CurrencyCode("EUR");

  @Test
  void next_goodLines_areWhatCsvWouldGive() throws Exception {
    List<Line> lines =
        read(
            """
            {"type":"open","ref":"o-1","account":"alice","amount_minor":10000,"currency":"EUR"}

            {"currency":"EUR","amount_minor":"250","to":"bob","from":"alice","ref":"t-1","type":"transfer"}
            {"type":"transfer","ref":"t-2","account":"","from":"alice","to":"bob","amount_minor":1,"currency":"EUR"}
            """);

    Intent transfer =
        new Intent.MakeTransfer(new AccountId("alice"), new AccountId("bob"), new Amount(250), EUR);
    assertThat(lines)
        .containsExactly(
            new Line.Wanted(1, "o-1", new Intent.OpenAccount(new AccountId("alice"), EUR, 10_000)),
            new Line.Wanted(3, "t-1", transfer),
            new Line.Wanted(
                4,
                "t-2",
                new Intent.MakeTransfer(
                    new AccountId("alice"), new AccountId("bob"), new Amount(1), EUR)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":2.5,"currency":"EUR"}        | amount_minor must be a JSON integer
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":1e3,"currency":"EUR"}        | amount_minor must be a JSON integer
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":5.0,"currency":"EUR"}        | amount_minor must be a JSON integer
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":"5.0","currency":"EUR"}      | amount_minor must be an integer of minor units
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":99999999999999999999,"currency":"EUR"} | amount_minor must be an integer of minor units
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":null,"currency":"EUR"}       | amount_minor must be a JSON integer
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":true,"currency":"EUR"}       | amount_minor must be a JSON integer
          {"type":"transfer","ref":"r","from":"a","to":"b","amount_minor":5,"currency":"EUR","note":1} | unknown field "note"
          {"type":"transfer","ref":"r","ref":"r","from":"a","to":"b","amount_minor":5,"currency":"EUR"} | field ref stands twice
          {"type":"transfer","ref":7,"from":"a","to":"b","amount_minor":5,"currency":"EUR"}            | ref must be a JSON string
          {"type":"transfer","ref":"r","from":{},"to":"b","amount_minor":5,"currency":"EUR"}           | from must be a JSON string
          {"type":"transfer","ref":"r","from":null,"to":"b","amount_minor":5,"currency":"EUR"}         | from must be a JSON string
          {"type":"transfer","from":"a","to":"b","amount_minor":5,"currency":"EUR"}                    | ref is missing
          {"type":"transfer","ref":"r","from":"a","amount_minor":5,"currency":"EUR"}                   | to is missing
          {"type":"transfer","ref":"r","from":"a","to":"b","currency":"EUR"}                           | amount_minor is missing
          {"type":"teleport","ref":"r"}                                                                | type must be open or transfer
          {"type":"open","ref":"\\ud800","account":"a","amount_minor":5,"currency":"EUR"}              | ref must be 1 to 200 characters
          {"type":"open","ref":"r","account":"a","amount_minor":5,"currency":"EUR"} {}                 | something follows the JSON object
          {"type":"open","ref":"r","account":"a","amount_minor":5,"currency":"EUR"                     | the line is no JSON
          [1,2]                                                                                        | the line is no JSON object
          open,o-1,alice,,,10000,EUR                                                                   | the line is no JSON
          """)
  void next_badLine_isMalformedByName(String line, String complaint) throws Exception {
    assertThat(
            read(
                line
                    + "\n{\"type\":\"open\",\"ref\":\"o\",\"account\":\"a\",\"amount_minor\":0,"
                    + "\"currency\":\"EUR\"}"))
        .satisfiesExactly(
            bad -> {
              assertThat(bad).isInstanceOf(Line.Malformed.class);
              assertThat(bad.number()).isEqualTo(1);
              String reason = ((Line.Malformed) bad).reason();
              assertThat(reason).contains(complaint).doesNotContain("\n");
              assertThat(JournalFormat.encode(new JournalLine.Unreadable(1, reason))).isNotEmpty();
            },
            good -> assertThat(good).isInstanceOf(Line.Wanted.class));
  }

  @Test
  void next_endlessLine_isMalformedAndTheNextIsRead() throws Exception {
    String endless = "{\"ref\":\"" + "x".repeat(300_000) + "\"}\n";
    String good =
        "{\"type\":\"open\",\"ref\":\"o\",\"account\":\"a\",\"amount_minor\":0,\"currency\":\"EUR\"}";

    assertThat(read(endless + good))
        .satisfiesExactly(
            bad ->
                assertThat(((Line.Malformed) bad).reason())
                    .isEqualTo("the line is longer than 65536 bytes"),
            wanted -> assertThat(wanted.number()).isEqualTo(2));
  }

  private static List<Line> read(String text) throws IOException {
    PhysicalLines physical = new PhysicalLines(new ByteArrayInputStream(text.getBytes(UTF_8)));
    List<Line> lines = new ArrayList<>();
    try (Source source = new JsonLinesSource(Origin.standardInput("test"), physical)) {
      for (Line line = source.next(); line != null; line = source.next()) {
        lines.add(line);
      }
    }
    return lines;
  }
}
