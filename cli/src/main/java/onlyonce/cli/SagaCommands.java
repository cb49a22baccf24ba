package onlyonce.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done about transfers between ledger partitions. */
@Command(
    name = "saga",
    description = "Lists and shows transfers between ledger partitions, and moves parked ones.",
    subcommands = {
      SagaListCommand.class,
      SagaShowCommand.class,
      SagaResumeCommand.class,
      SagaCompensateCommand.class
    })
final class SagaCommands implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: list, show, resume or compensate");
  }
}
