package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.producer.OpenSource;
import onlyonce.producer.Pacing;
import onlyonce.producer.Source;
import onlyonce.producer.UnusableSourceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file or standard input, and goes on where it was killed. */
@Command(
    name = "send",
    description = {
      "Sends accounts to open and transfers to make, from CSV or JSON Lines.",
      "Killed at any moment and run again, it goes on under the same ids.",
    },
    footerHeading = "%nA .csv file:%n",
    footer = {
      "  type,ref,account,from,to,amount_minor,currency",
      "  open,o-1,alice,,,10000,EUR           opens alice with 100.00 EUR",
      "  transfer,t-1,,alice,bob,250,EUR      moves 2.50 EUR; the same ref again is the same",
      "                                       transfer, never a second one",
      "",
      "A .jsonl or .ndjson file, with the same fields:",
      "  {\"type\":\"open\",\"ref\":\"o-1\",\"account\":\"alice\",\"amount_minor\":10000,"
          + "\"currency\":\"EUR\"}",
      "  {\"type\":\"transfer\",\"ref\":\"t-1\",\"from\":\"alice\",\"to\":\"bob\","
          + "\"amount_minor\":250,\"currency\":\"EUR\"}",
      "",
      "Standard input holds either; --journal names what is remembered of it. The same input",
      "again goes on where it stopped, and may have grown:",
      "  generate-payments | ./onlyonce send - --journal payments",
    })
final class SendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(
      paramLabel = "FILE",
      description = "The file, by its suffix CSV or JSON Lines; - is standard input.")
  private String file = "";

  @Option(
      names = "--journal",
      paramLabel = "NAME",
      description = "The journal of standard input, which has no content to name it by.")
  private @Nullable String journal;

  @Option(
      names = "--journal-dir",
      paramLabel = "DIR",
      description = "Where journals lie. Default: journal in the home")
  private @Nullable Path journals;

  @Option(
      names = "--spread",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Spread the lines evenly over this time. Default: as fast as they go")
  private @Nullable Duration spread;

  @Option(
      names = "--semantics",
      paramLabel = "SEMANTICS",
      defaultValue = "exactly-once",
      converter = SemanticsConverter.class,
      description = Sending.SEMANTICS)
  private Semantics semantics = Semantics.EXACTLY_ONCE;

  @Override
  public Integer call() throws IOException {
    OpenedBy opening = file.equals("-") ? standardInput() : namedFile();
    Map<String, Object> clientProperties = kafka.clientProperties();
    Partitioning partitioning = PlatformCheck.shardMap(clientProperties).partitioning();
    Pacing pacing = spread == null ? new Pacing.Unpaced() : new Pacing.Over(spread);
    Path directory = journals != null ? journals : kafka.home().journals();
    try (Source source = opening.open()) {
      return new Sending(new Terminal(spec))
          .run(
              new Sending.Target(clientProperties, partitioning, directory, semantics),
              source,
              pacing);
    } catch (UnusableSourceException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Opens what was named; whether it can be, is checked before anything is connected to. */
  @FunctionalInterface
  private interface OpenedBy {
    Source open() throws IOException, UnusableSourceException;
  }

  private OpenedBy namedFile() {
    boolean named = spec.commandLine().getParseResult().hasMatchedOption("--journal");
    if (named) {
      throw new UsageException(
          "--journal is for standard input; a file's journal is named by its content");
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new UsageException("cannot read the file " + file);
    }
    return () -> OpenSource.file(path);
  }

  private OpenedBy standardInput() {
    if (journal == null) {
      throw new UsageException(
          "standard input needs --journal NAME: under that name its refs and ids are remembered,"
              + " so that the same input again is not paid twice");
    }
    if (spread != null) {
      throw new UsageException(
          "--spread needs a file: nobody knows how much standard input will bring");
    }
    String name = checkedJournal(journal);
    return () -> OpenSource.standardInput(System.in, name);
  }

  private static String checkedJournal(String name) {
    try {
      return OpenSource.checkedJournal(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--journal: " + e.getMessage());
    }
  }
}
