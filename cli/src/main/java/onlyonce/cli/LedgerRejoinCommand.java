package onlyonce.cli;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import onlyonce.cli.failover.ReturnAbandoned;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a former primary a standby. */
@Command(
    name = "rejoin",
    description =
        "Makes a primary that was replaced a standby of its successor. What it committed alone is"
            + " counted, compared with what the successor came to, and discarded.")
final class LedgerRejoinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "SERVER", description = "Such as shard-1, or shard-1-standby-2.")
  private String server = "";

  @Override
  public Integer call() throws SQLException, InterruptedException {
    Terminal terminal = new Terminal(spec);
    ReturnAbandoned back =
        new ReturnAbandoned(ClusterOf.home(home.path()), server, terminal::progress);
    try {
      terminal.print(back.run().toString());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.OK;
  }
}
