package onlyonce.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with the ledgers. */
@Command(
    name = "ledger",
    description = "Prepares and reads the ledgers, and replaces their servers.",
    subcommands = {
      LedgerMigrateCommand.class,
      LedgerStatusCommand.class,
      LedgerBalanceCommand.class,
      LedgerAccountsCommand.class,
      LedgerPlanCommand.class,
      LedgerFailoverCommand.class,
      LedgerRejoinCommand.class,
    })
final class LedgerCommands implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name what to do: migrate, status, balance, accounts, plan, failover or rejoin");
  }
}
