package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.producer.GeneratorSource;
import onlyonce.producer.Pacing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One role: a producer of generated load. */
@Command(name = "producer", description = "Runs a producer of generated load.")
final class ProducerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--rate",
      defaultValue = "400",
      description = "Sends a second. Default: ${DEFAULT-VALUE}")
  private double rate = 400;

  @Option(
      names = "--duration",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "For how long. Default: ${DEFAULT-VALUE}")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same transfers. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--journal-dir",
      paramLabel = "DIR",
      description = "Where journals lie. Default: journal in the home")
  private @Nullable Path journals;

  @Option(
      names = "--semantics",
      paramLabel = "SEMANTICS",
      defaultValue = "exactly-once",
      converter = SemanticsConverter.class,
      description = Sending.SEMANTICS)
  private Semantics semantics = Semantics.EXACTLY_ONCE;

  @Override
  public Integer call() throws IOException {
    Map<String, Object> clientProperties = kafka.clientProperties();
    Partitioning partitioning = PlatformCheck.shardMap(clientProperties).partitioning();
    long transfers = Math.max(1, Math.round(rate * duration.toMillis() / 1000.0));
    Path directory = journals != null ? journals : kafka.home().journals();
    try (GeneratorSource source =
        GeneratorSource.seeded(seed, load.shape(transfers), partitioning)) {
      return new Sending(new Terminal(spec))
          .run(
              new Sending.Target(clientProperties, partitioning, directory, semantics),
              source,
              new Pacing.Over(duration));
    }
  }
}
