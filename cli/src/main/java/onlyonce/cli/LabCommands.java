package onlyonce.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One concept at a time, measured on the real system. */
@Command(
    name = "lab",
    description =
        "Experiments: one concept of distributed systems each, a safe and an unsafe variant, measured"
            + " on the real system.",
    subcommands = {LabListCommand.class, LabRunCommand.class})
final class LabCommands implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name what to do: list or run");
  }
}
