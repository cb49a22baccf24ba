package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.producer.Intent.MakeTransfer;
import onlyonce.producer.Intent.OpenAccount;
import onlyonce.producer.SendCounts.Lines;
import onlyonce.producer.SendCounts.Sends;
import onlyonce.producer.SendResult.Acknowledged;
import onlyonce.producer.SendResult.Blame;
import onlyonce.producer.SendResult.NotSent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-09-21T14:13:20Z"), ZoneOffset.UTC);
  private static final Routing ROUTING = new Routing(Partitioning.hash(6), 6, "/test");
  private static final Schedule.Due DUE = new Schedule.Due(1_790_000_000_000L, 0);
  private static final CurrencyCode EUR = new CurrencyCode("EUR");

  @TempDir Path folder;

  @Test
  void take_everyKindOfLine_isWrittenAsAgreed() throws Exception {
    try (Journal journal = open().journal()) {
      journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE);
      Send send =
          journal.take(transfer(3, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE).orElseThrow();
      journal.take(transfer(4, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE);
      journal.take(transfer(5, "r-1", "acct-1", "acct-2", 6), ROUTING, DUE);
      journal.malformed(new Line.Malformed(6, "no \"sense\""));
      journal.acknowledged(3, new Acknowledged(3, 17));
      journal.notSent(5, new NotSent(Blame.RECORD, "too large"));
      journal.end();
      String id = send.wireRecord().event().id().toString();
      String open = lines().get(1).replaceAll("\"id\":\"[^\"]*\"", "\"id\":\"ID\"");
      int partition = Partitioning.ofKey(id, 6);

      assertThat(open)
          .isEqualTo(
              """
              {"kind":"intent","line":2,"ref":"o-1","id":"ID","topic":"ledger-commands","partition":5,\
              "key":"acct-1","type":"onlyonce.Open","source":"/test","time":"2026-09-21T14:13:20Z",\
              "due_ms":1790000000000,"value":"{\\"account\\":\\"acct-1\\",\\"currency\\":\\"EUR\\",\
              \\"opening_minor\\":1000,\\"may_go_negative\\":false}"}"""
                  .replace("5,\"key\"", Partitioning.hash(6).of(account("acct-1")) + ",\"key\""));
      assertThat(lines().getFirst())
          .isEqualTo("{\"kind\":\"source\",\"name\":\"test.csv\",\"at\":\"2026-09-21T14:13:20Z\"}");
      assertThat(String.join("\n", lines().subList(2, lines().size())))
          .isEqualTo(
              """
              {"kind":"intent","line":3,"ref":"r-1","id":"ID","topic":"transfers","partition":P,\
              "key":"ID","type":"onlyonce.Transfer","source":"/test","time":"2026-09-21T14:13:20Z",\
              "due_ms":1790000000000,"value":"{\\"from\\":\\"acct-1\\",\\"to\\":\\"acct-2\\",\
              \\"amount_minor\\":5,\\"currency\\":\\"EUR\\"}"}
              {"kind":"resend","line":4,"id":"ID"}
              {"kind":"conflict","line":5,"id":"ID","type":"onlyonce.Transfer",\
              "time":"2026-09-21T14:13:20Z","value":"{\\"from\\":\\"acct-1\\",\\"to\\":\\"acct-2\\",\
              \\"amount_minor\\":6,\\"currency\\":\\"EUR\\"}"}
              {"kind":"malformed","line":6,"reason":"no \\"sense\\""}
              {"kind":"ack","line":3,"partition":3,"offset":17}
              {"kind":"not_sent","line":5,"reason":"too large"}
              {"kind":"end","lines":5}"""
                  .replace("ID", id)
                  .replace("P,\"key", partition + ",\"key"));
      assertThat(journal.tally().counts())
          .isEqualTo(counts(new Lines(2, 1, 1, 0, 1), new Sends(1, 0, 1, 0)));
      assertThat(journal.tally().counts().unknown()).isEqualTo(2);
    }
  }

  @Test
  void open_unansweredSends_comeBackAsTheyWere() throws Exception {
    List<Send> sent = new ArrayList<>();
    try (Journal journal = open().journal()) {
      sent.add(journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE).orElseThrow());
      sent.add(journal.take(transfer(3, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE).orElseThrow());
      sent.add(journal.take(transfer(4, "r-2", "acct-1", "acct-2", 5), ROUTING, DUE).orElseThrow());
      sent.add(journal.take(transfer(5, "r-2", "acct-1", "acct-2", 5), ROUTING, DUE).orElseThrow());
      sent.add(journal.take(transfer(6, "r-2", "acct-1", "acct-2", 7), ROUTING, DUE).orElseThrow());
      sent.add(journal.take(transfer(7, "r-3", "acct-1", "acct-2", 7), ROUTING, DUE).orElseThrow());
      journal.acknowledged(2, new Acknowledged(0, 0));
      journal.acknowledged(4, new Acknowledged(0, 1));
      journal.notSent(7, new NotSent(Blame.RECORD, "too large"));
    }
    Journal.Opened again = open();
    try (Journal journal = again.journal()) {
      assertThat(again.pending()).extracting(Send::line).containsExactly(3L, 5L, 6L);
      assertThat(again.pending())
          .extracting(Send::wireRecord)
          .containsExactly(
              sent.get(1).wireRecord(), sent.get(3).wireRecord(), sent.get(4).wireRecord());
      assertThat(again.pending()).allMatch(Send::everUnknown);
      assertThat(journal.tally().lastLine()).isEqualTo(7);
      assertThat(journal.tally().ended()).isFalse();
    }
  }

  @Test
  void take_knownRefAtMostOnce_isSuppressedWhateverItSays() throws Exception {
    try (Journal journal = open(Semantics.AT_MOST_ONCE).journal()) {
      Send send =
          journal.take(transfer(2, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE).orElseThrow();
      assertThat(journal.take(transfer(3, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE)).isEmpty();
      assertThat(journal.take(transfer(4, "r-1", "acct-1", "acct-2", 6), ROUTING, DUE)).isEmpty();
      journal.handedOver(2);
      journal.end();
      String id = send.wireRecord().event().id().toString();

      assertThat(lines().getFirst()).endsWith(",\"semantics\":\"at-most-once\"}");
      assertThat(String.join("\n", lines().subList(2, lines().size())))
          .isEqualTo(
              """
              {"kind":"suppressed","line":3,"id":"ID"}
              {"kind":"suppressed","line":4,"id":"ID"}
              {"kind":"handed_over","line":2}
              {"kind":"end","lines":3}"""
                  .replace("ID", id));
      assertThat(journal.tally().counts())
          .isEqualTo(counts(new Lines(1, 0, 0, 2, 0), new Sends(0, 1, 0, 0)));
      assertThat(journal.tally().counts().unknown()).isZero();
    }
  }

  @Test
  void open_unansweredAtMostOnce_isNeverSentAgain() throws Exception {
    try (Journal journal = open(Semantics.AT_MOST_ONCE).journal()) {
      journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE);
      journal.take(transfer(3, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE);
      journal.take(transfer(4, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE);
      journal.handedOver(2);
      journal.force();
    }
    for (int run = 0; run < 2; run++) {
      Journal.Opened again = open(Semantics.AT_MOST_ONCE);
      try (Journal journal = again.journal()) {
        assertThat(again.pending()).isEmpty();
        assertThat(journal.tally().lastLine()).isEqualTo(4);
        assertThat(journal.tally().counts())
            .isEqualTo(counts(new Lines(2, 0, 0, 1, 0), new Sends(0, 1, 0, 1)));
        assertThat(journal.tally().counts().lines()).isEqualTo(3);
      }
    }
    assertThat(lines().getLast()).startsWith("{\"kind\":\"suppressed\",\"line\":3,");
    assertThat(lines()).hasSize(6);
  }

  @Test
  void open_otherSemantics_namesBoth() throws Exception {
    open(Semantics.AT_LEAST_ONCE).journal().close();

    assertThatThrownBy(() -> open(Semantics.EXACTLY_ONCE))
        .isInstanceOf(JournalMismatchException.class)
        .hasMessageContaining("begun under at-least-once and cannot go on under exactly-once");
    open(Semantics.AT_LEAST_ONCE).journal().close();
  }

  @Test
  void open_withoutSemantics_isExactlyOnce() throws Exception {
    open(Semantics.EXACTLY_ONCE).journal().close();

    assertThat(lines().getFirst()).doesNotContain("semantics");
    assertThatThrownBy(() -> open(Semantics.AT_MOST_ONCE))
        .hasMessageContaining("begun under exactly-once and cannot go on under at-most-once");
  }

  @Test
  void remembers_onlyWhatStoodThere() throws Exception {
    try (Journal journal = open().journal()) {
      journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE);
      journal.take(transfer(3, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE);
      journal.take(transfer(4, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE);

      assertThat(journal.remembers(open(2, "o-1", "acct-1"))).isTrue();
      assertThat(journal.remembers(transfer(4, "r-1", "acct-1", "acct-2", 5))).isTrue();
      assertThat(journal.remembers(transfer(3, "r-1", "acct-1", "acct-2", 6))).isFalse();
      assertThat(journal.remembers(transfer(2, "r-1", "acct-1", "acct-2", 5))).isFalse();
      assertThat(journal.remembers(transfer(3, "r-2", "acct-1", "acct-2", 5))).isFalse();
    }
  }

  @Test
  void open_otherPartitioning_keepsTheJournalledRoute() throws Exception {
    Send first;
    try (Journal journal = open().journal()) {
      first = journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE).orElseThrow();
    }
    Routing other = new Routing(Partitioning.hash(97), 97, "/other");
    Journal.Opened again = open();
    try (Journal journal = again.journal()) {
      assertThat(again.pending().getFirst().wireRecord()).isEqualTo(first.wireRecord());
      assertThat(journal.take(open(3, "o-1", "acct-1"), other, DUE).orElseThrow().wireRecord())
          .isEqualTo(first.wireRecord());
    }
  }

  @Test
  void open_tornAtAnyByte_cutsTheLastLineOnly() throws Exception {
    long whole;
    try (Journal journal = open().journal()) {
      journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE);
      journal.force();
      whole = Files.size(file());
      journal.take(open(3, "o-2", "acct-2"), ROUTING, DUE);
    }
    byte[] all = Files.readAllBytes(file());
    for (int size = (int) whole; size < all.length; size++) {
      Files.write(file(), java.util.Arrays.copyOf(all, size));
      try (Journal journal = open().journal()) {
        assertThat(journal.tally().lastLine()).isEqualTo(2);
        assertThat(Files.size(file())).isEqualTo(whole);
      }
    }
  }

  @Test
  void open_tornFirstLine_beginsAgain() throws Exception {
    Files.writeString(file(), "{\"kind\":\"sou");

    try (Journal journal = open().journal()) {
      assertThat(journal.tally().counts()).isEqualTo(SendCounts.NONE);
    }
    assertThat(lines()).hasSize(1);
  }

  @Test
  void open_lastLineIsRubbish_cutsIt() throws Exception {
    try (Journal journal = open().journal()) {
      journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE);
    }
    long whole = Files.size(file());
    Files.write(file(), new byte[] {0, 0, 0, '\n'}, StandardOpenOption.APPEND);

    try (Journal journal = open().journal()) {
      assertThat(journal.tally().counts().read().intents()).isEqualTo(1);
      assertThat(Files.size(file())).isEqualTo(whole);
    }
  }

  @Test
  void open_damagedInTheMiddle_isRefused() throws Exception {
    try (Journal journal = open().journal()) {
      journal.take(open(2, "o-1", "acct-1"), ROUTING, DUE);
    }
    String text = Files.readString(file());
    Files.writeString(file(), text.replace("\"kind\":\"source\"", "\"kind\":\"sauce\""));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged at byte 0");
  }

  @Test
  void open_twiceInOneProcess_isRefused() throws Exception {
    try (Journal journal = open().journal()) {
      assertThat(journal.tally().lastLine()).isZero();
      assertThatThrownBy(this::open)
          .isInstanceOf(JournalInUseException.class)
          .hasMessageContaining(file().toString());
    }
  }

  @Test
  void open_lockedByAnotherProcess_isRefused() throws Exception {
    try (Journal journal = open().journal()) {
      journal.force();
    }
    Process holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("locked");
      assertThatThrownBy(this::open).isInstanceOf(JournalInUseException.class);
    } finally {
      holder.destroyForcibly();
      assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    open().journal().close();
  }

  /** Holds the lock of a file until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.println(lock.isValid() ? "locked" : "not locked");
        // Ends with the parent at the latest.
        var _ = System.in.read();
      }
    }
  }

  @Test
  void take_sameRefOtherType_isAConflictOnTheJournalledTopic() throws Exception {
    try (Journal journal = open().journal()) {
      Send cross =
          journal.take(transfer(2, "r-1", "acct-1", "acct-2", 5), ROUTING, DUE).orElseThrow();
      Send asOpen = journal.take(open(3, "r-1", "acct-9"), ROUTING, DUE).orElseThrow();

      assertThat(asOpen.wireRecord().topic()).isEqualTo("transfers");
      assertThat(asOpen.wireRecord().partition()).isEqualTo(cross.wireRecord().partition());
      assertThat(asOpen.wireRecord().key()).isEqualTo(cross.wireRecord().key());
      assertThat(asOpen.wireRecord().event().id()).isEqualTo(cross.wireRecord().event().id());
      assertThat(asOpen.wireRecord().event().type()).isEqualTo("onlyonce.Open");
      assertThat(journal.tally().counts().read().conflicting()).isEqualTo(1);
    }
  }

  @Test
  void take_manyRefs_findsEachAgain() throws Exception {
    int refs = 20_000;
    try (Journal journal = open().journal()) {
      for (int i = 0; i < refs; i++) {
        journal.take(transfer(i + 1, "r-" + i, "acct-1", "acct-2", 1 + i), ROUTING, DUE);
      }
    }
    try (Journal journal = open().journal()) {
      for (int i = 0; i < refs; i++) {
        journal.take(transfer(refs + i + 1, "r-" + i, "acct-1", "acct-2", 1 + i), ROUTING, DUE);
      }
      assertThat(journal.tally().counts())
          .isEqualTo(counts(new Lines(refs, refs, 0, 0, 0), new Sends(0, 0, 0, 0)));
    }
  }

  @Test
  void take_longRefs_areReadBackWhole() throws Exception {
    String ref = "€".repeat(200);
    try (Journal journal = open().journal()) {
      Send first =
          journal
              .take(transfer(1, ref, "a".repeat(64), "b".repeat(64), 1), ROUTING, DUE)
              .orElseThrow();
      Send again =
          journal
              .take(transfer(2, ref, "a".repeat(64), "b".repeat(64), 1), ROUTING, DUE)
              .orElseThrow();
      assertThat(again.wireRecord()).isEqualTo(first.wireRecord());
    }
  }

  private Path file() {
    return folder.resolve("journal.jsonl");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file());
  }

  private Journal.Opened open() throws Exception {
    return open(Semantics.EXACTLY_ONCE);
  }

  private Journal.Opened open(Semantics semantics) throws Exception {
    return Journal.open(
        file(), "test.csv", semantics, CLOCK, new CommandIds(CLOCK, new SplittableRandom(7)));
  }

  private static SendCounts counts(Lines read, Sends sends) {
    return new SendCounts(read, sends);
  }

  private static Line.Wanted open(long line, String ref, String account) {
    return new Line.Wanted(line, ref, new OpenAccount(account(account), EUR, 1000));
  }

  private static Line.Wanted transfer(long line, String ref, String from, String to, long amount) {
    return new Line.Wanted(
        line, ref, new MakeTransfer(account(from), account(to), new Amount(amount), EUR));
  }

  private static AccountId account(String name) {
    return new AccountId(name);
  }
}
