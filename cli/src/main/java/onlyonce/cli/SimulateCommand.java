package onlyonce.cli;

import java.util.concurrent.Callable;
import onlyonce.cli.simulate.Findings;
import onlyonce.cli.simulate.Simulate;
import onlyonce.cli.simulate.SimulateJson;
import onlyonce.cli.simulate.SimulateOptions;
import onlyonce.cli.simulate.SimulateText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sagas and ledger on a simulated log: many histories in little time. */
@Command(
    name = "simulate",
    description = {
      "Plays the rules of sagas, ledger and producers on a simulated log, clock and crash model.",
      "Everything is drawn from a seed; invariants are checked after every event. A history that"
          + " fails is made short, told step by step, and repeated by the command that is printed.",
    })
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SimulateOptions options = new SimulateOptions();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    options
        .complaint()
        .ifPresent(
            complaint -> {
              throw new UsageException(complaint);
            });
    Terminal terminal = new Terminal(spec);
    Findings findings;
    try (ProgressDisplay display = new ProgressDisplay("simulate", terminal)) {
      findings =
          new Simulate(options.broken(), System::nanoTime)
              .run(
                  options.seed(),
                  options.seeds(),
                  played ->
                      display.step(
                          "histories from seed " + options.seed(), played, options.seeds()));
    }
    terminal.print(json ? SimulateJson.of(findings) : SimulateText.of(findings));
    return switch (findings.verdict()) {
      case VALID -> ExitCode.OK;
      case INVALID -> ExitCode.INVALID;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }
}
