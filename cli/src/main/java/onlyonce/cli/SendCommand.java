package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import onlyonce.messages.Partitioning;
import onlyonce.producer.CsvSource;
import onlyonce.producer.Pacing;
import onlyonce.producer.UnusableSourceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file, and goes on where it was killed. */
@Command(
    name = "send",
    description = {
      "Sends a CSV file of accounts to open and transfers to make.",
      "Killed at any moment and run again, it goes on under the same ids.",
    },
    footerHeading = "%nThe file:%n",
    footer = {
      "  type,ref,account,from,to,amount_minor,currency",
      "  open,o-1,alice,,,10000,EUR           opens alice with 100.00 EUR",
      "  transfer,t-1,,alice,bob,250,EUR      moves 2.50 EUR; the same ref again is the same",
      "                                       transfer, never a second one",
    })
final class SendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(paramLabel = "FILE", description = "The CSV file.")
  private Path file = Path.of("");

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

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException("cannot read the file " + file);
    }
    Map<String, Object> clientProperties = kafka.clientProperties();
    Partitioning partitioning = PlatformCheck.shardMap(clientProperties).partitioning();
    Pacing pacing = spread == null ? new Pacing.Unpaced() : new Pacing.Over(spread);
    try (CsvSource source = CsvSource.open(file)) {
      Path directory = journals != null ? journals : kafka.home().journals();
      return new Sending(new Terminal(spec))
          .run(new Sending.Target(clientProperties, partitioning, directory), source, pacing);
    } catch (UnusableSourceException e) {
      throw new UsageException(e.getMessage() == null ? "the file is unusable" : e.getMessage());
    }
  }
}
