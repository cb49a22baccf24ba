package onlyonce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.localcluster.KafkaTools;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Kafka's own tools against this cluster. */
@Command(
    name = "kafka",
    description = {
      "Runs one of Kafka's own tools against this cluster, with all that the tool takes.",
      "For example:  ./onlyonce kafka topics --list",
      "              ./onlyonce kafka console-consumer --topic transfer-results --from-beginning",
    })
final class KafkaCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(
      index = "0",
      paramLabel = "TOOL",
      description = "topics, console-producer, console-consumer, consumer-groups, get-offsets, …")
  private String tool = "";

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return KafkaTools.run(tool, kafka.bootstrapServers(), arguments);
  }
}
