package onlyonce.producer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CurrencyCode;
import onlyonce.producer.Intent.MakeTransfer;
import onlyonce.producer.Intent.OpenAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvSourceTest {
  private static final String HEADER = "type,ref,account,from,to,amount_minor,currency";
  private static final String GOOD = "transfer,r-%d,,alice,bob,5,EUR";

  @TempDir Path folder;

  @Test
  void next_openAndTransfer_givesIntents() throws Exception {
    assertThat(read(HEADER + "\nopen,o-1,alice,,,1000,EUR\ntransfer,r-1,,alice,bob,250,EUR\n"))
        .containsExactly(
            new Line.Wanted(
                2, "o-1", new OpenAccount(new AccountId("alice"), new CurrencyCode("EUR"), 1000)),
            transfer(3, "r-1", 250));
  }

  @Test
  void next_openingBalanceZero_isGood() throws Exception {
    assertThat(read(HEADER + "\nopen,o-1,alice,,,0,EUR\n")).first().isInstanceOf(Line.Wanted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          transfer,r-1,,alice,bob,5              | the line has 6 columns but needs 7: type,ref,account,from,to,amount_minor,currency
          transfer,r-1,,alice,bob,5,EUR,         | the line has 8 columns but needs 7: type,ref,account,from,to,amount_minor,currency
          hello                                  | the line has 1 column but needs 7: type,ref,account,from,to,amount_minor,currency
          close,r-1,alice,,,,                    | type must be open or transfer but is "close"
          Transfer,r-1,,alice,bob,5,EUR          | type must be open or transfer but is "Transfer"
          ,r-1,,alice,bob,5,EUR                  | type must be open or transfer but is ""
          transfer,,,alice,bob,5,EUR             | ref is missing
          transfer,r-1,,,bob,5,EUR               | from is missing
          transfer,r-1,,alice,,5,EUR             | to is missing
          transfer,r-1,carol,alice,bob,5,EUR     | account must be empty in a line of type transfer but is "carol"
          open,r-1,alice,bob,,5,EUR              | from must be empty in a line of type open but is "bob"
          open,r-1,alice,,bob,5,EUR              | to must be empty in a line of type open but is "bob"
          open,r-1,,,,5,EUR                      | account is missing
          open,r-1,alice,,,-1,EUR                | amount_minor of an open must be from 0 to 9007199254740991 but is -1
          open,r-1,alice,,,,EUR                  | amount_minor is missing
          transfer,r-1,,alice,bob,0,EUR          | amount_minor must be from 1 to 9007199254740991 but is 0
          transfer,r-1,,alice,bob,-5,EUR         | amount_minor must be from 1 to 9007199254740991 but is -5
          transfer,r-1,,alice,bob,9007199254740992,EUR | amount_minor must be from 1 to 9007199254740991 but is 9007199254740992
          transfer,r-1,,alice,bob,1.50,EUR       | amount_minor must be an integer of minor units, at most 9007199254740991, but is "1.50"
          transfer,r-1,,alice,bob,1e3,EUR        | amount_minor must be an integer of minor units, at most 9007199254740991, but is "1e3"
          transfer,r-1,,alice,bob,007,EUR        | amount_minor must be an integer of minor units, at most 9007199254740991, but is "007"
          transfer,r-1,,alice,bob,+5,EUR         | amount_minor must be an integer of minor units, at most 9007199254740991, but is "+5"
          transfer,r-1,,alice,bob,99999999999999999999,EUR | amount_minor must be an integer of minor units, at most 9007199254740991, but is "99999999999999999999"
          transfer,r-1,,alice,bob,5,             | currency is missing
          transfer,r-1,,alice,bob,5,eur          | currency must be an ISO 4217 code in upper case but is "eur"
          transfer,r-1,,alice,bob,5,XYZ          | currency must be an ISO 4217 code in upper case but is "XYZ"
          transfer,r-1,,~treasury:EUR,bob,5,EUR  | from must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is "~treasury:EUR"
          transfer,r-1,,alice,bob smith,5,EUR    | to must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is "bob smith"
          """)
  void next_badLine_saysWhy(String line, String reason) throws Exception {
    List<Line> lines =
        read(HEADER + "\n" + GOOD.formatted(0) + "\n" + line + "\n" + GOOD.formatted(1));

    assertThat(lines)
        .containsExactly(
            transfer(2, "r-0", 5), new Line.Malformed(3, reason), transfer(4, "r-1", 5));
  }

  @Test
  void next_quotedNewline_countsItsLines() throws Exception {
    List<Line> lines =
        read(
            HEADER
                + "\ntransfer,\"r\n\n1\",,alice,bob,5,EUR\n"
                + GOOD.formatted(1)
                + "\ntransfer,r-2\n");

    assertThat(lines).extracting(Line::number).containsExactly(2L, 5L, 6L);
    assertThat(lines.get(0))
        .isEqualTo(
            new Line.Malformed(
                2,
                "ref must be 1 to 200 characters without control characters but is \"r\uFFFD\uFFFD1\""));
    assertThat(lines.get(1)).isEqualTo(transfer(5, "r-1", 5));
  }

  @Test
  void next_quotedFields_areRead() throws Exception {
    assertThat(read(HEADER + "\n\"transfer\",\"r \"\"1\"\", x\",,\"alice\",bob,5,EUR\n"))
        .containsExactly(transfer(2, "r \"1\", x", 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transfer,\"r-1,,alice,bob,5,EUR",
        "transfer,\"r-1\"x,,alice,bob,5,EUR",
        "\"",
        "transfer,r-1,,alice,bob,5,\"EUR"
      })
  void next_strayQuote_spoilsItsOwnLineOnly(String line) throws Exception {
    StringBuilder file = new StringBuilder(HEADER + "\n" + line + "\n");
    for (int i = 0; i < 40; i++) {
      file.append(GOOD.formatted(i)).append('\n');
    }
    List<Line> lines = read(file.toString());

    assertThat(lines.getFirst())
        .isInstanceOfSatisfying(
            Line.Malformed.class, bad -> assertThat(bad.reason()).startsWith("a quote is not"));
    assertThat(lines).hasSize(41);
    assertThat(lines.subList(1, 41)).allMatch(Line.Wanted.class::isInstance);
    assertThat(lines.getLast()).isEqualTo(transfer(42, "r-39", 5));
  }

  @Test
  void next_strayQuoteInLastLine_isMalformed() throws Exception {
    assertThat(read(HEADER + "\ntransfer,\"r-1,,alice,bob,5,EUR"))
        .singleElement()
        .isInstanceOf(Line.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void next_anyLineEnd_givesTheSame(String end) throws Exception {
    String file = HEADER + end + GOOD.formatted(1) + end + end + GOOD.formatted(2);

    assertThat(read(file)).containsExactly(transfer(2, "r-1", 5), transfer(4, "r-2", 5));
    assertThat(read(file + end)).containsExactly(transfer(2, "r-1", 5), transfer(4, "r-2", 5));
  }

  @Test
  void next_byteOrderMark_isNoPartOfTheHeader() throws Exception {
    assertThat(read("\uFEFF" + HEADER + "\r\n" + GOOD.formatted(1)))
        .containsExactly(transfer(2, "r-1", 5));
  }

  @Test
  void next_bytesThatAreNoUtf8_spoilTheirOwnLineOnly() throws Exception {
    String file = HEADER + "\ntransfer,r-é,,alice,bob,5,EUR\n" + GOOD.formatted(1) + "\n";

    assertThat(read(file.getBytes(ISO_8859_1)))
        .containsExactly(new Line.Malformed(2, "the line is not UTF-8"), transfer(3, "r-1", 5));
  }

  @Test
  void next_utf8Ref_isGood() throws Exception {
    assertThat(read(HEADER + "\ntransfer,réf-€,,alice,bob,5,EUR\n"))
        .containsExactly(transfer(2, "réf-€", 5));
  }

  @Test
  void next_endlessLine_isMalformedAndForgotten() throws Exception {
    String file = HEADER + "\n" + "x".repeat(200_000) + "\n" + GOOD.formatted(1);

    assertThat(read(file))
        .containsExactly(
            new Line.Malformed(2, "the line is longer than 65536 bytes"), transfer(3, "r-1", 5));
  }

  @Test
  void next_longRef_isMalformed() throws Exception {
    assertThat(read(HEADER + "\ntransfer," + "r".repeat(201) + ",,alice,bob,5,EUR"))
        .singleElement()
        .isInstanceOf(Line.Malformed.class);
  }

  @Test
  void next_linesAcrossBuffers_areWhole() throws Exception {
    StringBuilder file = new StringBuilder(HEADER + "\r\n");
    for (int i = 0; i < 10_000; i++) {
      file.append(GOOD.formatted(i)).append("\r\n");
    }
    List<Line> lines = read(file.toString());

    assertThat(lines).hasSize(10_000).allMatch(Line.Wanted.class::isInstance);
    assertThat(lines.getLast()).isEqualTo(transfer(10_001, "r-9999", 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type,ref,account,from,to,amount_minor",
        "ref,type,account,from,to,amount_minor,currency",
        "Type,ref,account,from,to,amount_minor,currency",
        "type;ref;account;from;to;amount_minor;currency",
        "transfer,r-1,,alice,bob,5,EUR",
        "\"",
      })
  void open_otherHeader_isRefusedNamingTheExpectedOne(String first) throws Exception {
    Path file = Files.writeString(folder.resolve("wrong.csv"), first + "\n");

    assertThatThrownBy(() -> onlyonce.producer.CsvSource.open(file))
        .isInstanceOf(UnusableSourceException.class)
        .hasMessageContaining("wrong.csv")
        .hasMessageContaining(HEADER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF"})
  void open_emptyFile_isRefusedNamingTheHeader(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("empty.csv"), content);

    assertThatThrownBy(() -> onlyonce.producer.CsvSource.open(file))
        .isInstanceOf(UnusableSourceException.class)
        .hasMessage("empty.csv is empty; it must start with the header " + HEADER);
  }

  @Test
  void open_missingFile_isRefused() {
    assertThatThrownBy(() -> onlyonce.producer.CsvSource.open(folder.resolve("none.csv")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void next_headerOnly_isTheEnd() throws Exception {
    assertThat(read(HEADER)).isEmpty();
    assertThat(read(HEADER + "\n")).isEmpty();
  }

  @Test
  void journalName_isTheFilesSha256() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), HEADER + "\n");
    try (Source source = onlyonce.producer.CsvSource.open(file)) {
      assertThat(source.name()).isEqualTo("a.csv");
      assertThat(source.journalName())
          .isEqualTo("14b2d220755e7561db5b75641b3faff1032bf465da9dd18b6f8f1dee29258354");
      assertThat(source.expectedLines()).hasValue(1);
    }
  }

  private static Line transfer(long number, String ref, long amount) {
    return new Line.Wanted(
        number,
        ref,
        new MakeTransfer(
            new AccountId("alice"),
            new AccountId("bob"),
            new Amount(amount),
            new CurrencyCode("EUR")));
  }

  private List<Line> read(String content) throws IOException, UnusableSourceException {
    return read(content.getBytes(UTF_8));
  }

  private List<Line> read(byte[] content) throws IOException, UnusableSourceException {
    Path file = Files.write(folder.resolve("file.csv"), content);
    List<Line> lines = new ArrayList<>();
    try (Source source = onlyonce.producer.CsvSource.open(file)) {
      for (Line line = source.next(); line != null; line = source.next()) {
        lines.add(line);
      }
    }
    return lines;
  }
}
