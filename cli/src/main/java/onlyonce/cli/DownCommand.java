package onlyonce.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import onlyonce.localcluster.SupervisorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends the local cluster. */
@Command(name = "down", description = "Ends the local cluster; its data stay for the next `up`.")
final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(spec);
    Optional<SupervisorClient> running = SupervisorClient.in(home.path());
    if (running.isEmpty()) {
      terminal.print("no cluster runs in " + home.path());
      return ExitCode.OK;
    }
    running.get().down(terminal::progress);
    terminal.print("the cluster in %s is down; its data stay".formatted(home.path()));
    return ExitCode.OK;
  }
}
