package onlyonce.cli;

import java.time.Duration;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which saga a person asks something of, and how long to wait for what becomes of it. */
final class SagaChoice {
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(paramLabel = "ID", description = "The transfer's id.")
  private String id = "";

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "15s",
      description = "How long to watch for what becomes of it. Default: ${DEFAULT-VALUE}")
  private Duration patience = Duration.ofSeconds(15);

  KafkaOptions kafka() {
    return kafka;
  }

  /**
   * The transfer.
   *
   * @throws UsageException when it is no id
   */
  UUID transferId() {
    return TransferId.parse(id);
  }

  Duration patience() {
    return patience;
  }
}
