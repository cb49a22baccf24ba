package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.producer.JournalInUseException;
import onlyonce.producer.JournalMismatchException;
import onlyonce.producer.MalformedLine;
import onlyonce.producer.Pacing;
import onlyonce.producer.Routing;
import onlyonce.producer.SendCounts;
import onlyonce.producer.SendListener;
import onlyonce.producer.SendRun;
import onlyonce.producer.SendSettings;
import onlyonce.producer.SendSummary;
import onlyonce.producer.Source;

/** Sends a source and tells the user how it goes; behind {@code send} and {@code producer}. */
final class Sending {
  /** Begins the line that says that sending begins. */
  static final String BEGINS = "sending ";

  /** Describes the option of that name. */
  static final String SEMANTICS =
      "What is promised when sending is disturbed: at-most-once, at-least-once or exactly-once."
          + " Default: ${DEFAULT-VALUE}";

  private static final int MALFORMED_SHOWN = 20;
  private static final long PROGRESS_NANOS = 2_000_000_000L;

  private final Terminal terminal;

  Sending(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Where a send goes, what it promises, and where it remembers what it sent. */
  record Target(
      Map<String, Object> clientProperties,
      Partitioning partitioning,
      Path journals,
      Semantics semantics) {}

  /** Sends the whole source; returns the exit code. */
  int run(Target target, Source source, Pacing pacing) throws IOException {
    Clock clock = Clock.systemUTC();
    SendSettings settings =
        SendSettings.of(
                target.clientProperties(),
                new Routing(
                    target.partitioning(), target.partitioning().count(), "onlyonce/producer"),
                target.journals())
            .under(target.semantics());
    SendRun run =
        new SendRun(settings, source, pacing, clock, new CommandIds(clock, new SecureRandom()));
    terminal.progress(BEGINS + source.name());
    SendSummary[] result = new SendSummary[1];
    Exception[] trouble = new Exception[1];
    Role.run(
        () -> {
          try {
            result[0] = run.run(new Display(source.name()));
          } catch (IOException
              | JournalInUseException
              | JournalMismatchException
              | InterruptedException e) {
            trouble[0] = e;
          }
        },
        run::stop);
    if (trouble[0] instanceof JournalMismatchException mismatch) {
      throw new UsageException(String.valueOf(mismatch.getMessage()));
    }
    if (trouble[0] != null) {
      throw new IOException(trouble[0].getMessage(), trouble[0]);
    }
    return report(result[0], settings.journalOf(source));
  }

  private int report(SendSummary summary, Path journal) {
    SendCounts counts = summary.counts();
    terminal.print(linesOf(counts) + System.lineSeparator() + sendsOf(summary));
    summary.trouble().ifPresent(terminal::warn);
    if (!summary.ended()) {
      terminal.warn("not finished; the same command goes on where this stopped: " + journal);
      return ExitCode.FAILED;
    }
    SendCounts.Sends sends = counts.sends();
    boolean allSent = counts.read().malformed() + sends.notSent() + sends.abandoned() == 0;
    return allSent ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }

  /** What only weaker semantics bring is named only where it came. */
  private static String linesOf(SendCounts counts) {
    SendCounts.Lines read = counts.read();
    return "%d lines: %d intents, %d re-sent, %d conflicting, %s%d malformed"
        .formatted(
            counts.lines(),
            read.intents(),
            read.resent(),
            read.conflicting(),
            read.suppressed() == 0 ? "" : read.suppressed() + " suppressed, ",
            read.malformed());
  }

  private static String sendsOf(SendSummary summary) {
    SendCounts.Sends sends = summary.counts().sends();
    return "%d sends: %s (%d by this run), %d refused, %s%d unknown"
        .formatted(
            summary.counts().journalled(),
            sends.handedOver() == 0
                ? sends.acknowledged() + " acknowledged"
                : sends.handedOver() + " handed over",
            summary.sent(),
            sends.notSent(),
            sends.abandoned() == 0 ? "" : sends.abandoned() + " given up, ",
            summary.counts().unknown());
  }

  private final class Display implements SendListener {
    private final String source;
    private long malformed;
    private long saidAtNanos = System.nanoTime();

    Display(String source) {
      this.source = source;
    }

    @Override
    public void malformed(MalformedLine line) {
      malformed++;
      if (malformed <= MALFORMED_SHOWN) {
        terminal.warn("%s, line %d: %s".formatted(line.source(), line.line(), line.reason()));
      } else if (malformed == MALFORMED_SHOWN + 1) {
        terminal.warn("more malformed lines are counted, and named in the journal");
      }
    }

    @Override
    public void progress(SendCounts counts) {
      if (System.nanoTime() - saidAtNanos > PROGRESS_NANOS) {
        saidAtNanos = System.nanoTime();
        terminal.progress(
            "%s: %d sent, %d done"
                .formatted(
                    source,
                    counts.journalled(),
                    counts.sends().acknowledged() + counts.sends().handedOver()));
      }
    }
  }
}
