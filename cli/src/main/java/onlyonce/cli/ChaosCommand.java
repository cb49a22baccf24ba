package onlyonce.cli;

import onlyonce.chaos.plan.ChosenPlan;
import onlyonce.chaos.plan.Plans;
import onlyonce.localcluster.NodeEffect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Real faults to single nodes of the local cluster, by hand. */
@Command(
    name = "chaos",
    description = "Breaks and mends single nodes of the local cluster, and says what was observed.")
final class ChaosCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: kill, pause, resume, restart or plans");
  }

  @Command(name = "kill", description = "SIGKILL to a node and all of its processes.")
  int kill(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).kill(node));
  }

  @Command(name = "pause", description = "SIGSTOP to a node and all of its processes.")
  int pause(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).pause(node));
  }

  @Command(name = "resume", description = "SIGCONT to a paused node.")
  int resume(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).resume(node));
  }

  @Command(name = "restart", description = "Starts a node again, with its data.")
  int restart(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).restart(node));
  }

  @Command(name = "plans", description = "The fault plans that `demo --plan` knows.")
  int plans() {
    for (String name : Plans.names()) {
      ChosenPlan plan = Plans.find(name);
      new Terminal(spec)
          .print(
              "%-19s %3d s  %s".formatted(name, plan.shortest().toSeconds(), plan.description()));
    }
    return ExitCode.OK;
  }

  private int told(NodeEffect effect) {
    new Terminal(spec).print(effect.observed());
    return ExitCode.OK;
  }
}
