package onlyonce.cli;

import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.cli.lab.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Names the experiments. */
@Command(name = "list", description = "Names the experiments and what each asks.")
final class LabListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(spec);
    List<Experiment.About> all = LabExperiments.ALL.stream().map(Experiment::about).toList();
    if (json) {
      terminal.print(PrettyJson.of(all));
    } else {
      int widest = all.stream().mapToInt(about -> about.name().length()).max().orElse(0);
      for (Experiment.About about : all) {
        terminal.print(
            about.name() + " ".repeat(widest + 2 - about.name().length()) + about.question());
      }
    }
    return ExitCode.OK;
  }
}
