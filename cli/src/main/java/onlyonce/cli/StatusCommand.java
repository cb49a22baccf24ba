package onlyonce.cli;

import java.util.concurrent.Callable;
import onlyonce.localcluster.ClusterStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows what runs. */
@Command(name = "status", description = "Shows the local cluster's nodes and shards.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ClusterStatus status = ClusterOf.home(home.path()).status();
    new Terminal(spec).print(json ? json(status) : StatusTable.of(status));
    return ExitCode.OK;
  }

  private static String json(ClusterStatus status) {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(status);
  }
}
