package onlyonce.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with the ledgers. */
@Command(
    name = "ledger",
    description = "Prepares, reads and moves the ledgers, and replaces their servers.",
    subcommands = {
      LedgerMigrateCommand.class,
      LedgerStatusCommand.class,
      LedgerBalanceCommand.class,
      LedgerAccountsCommand.class,
      LedgerPlanCommand.class,
      LedgerRebalanceCommand.class,
      LedgerDropMovedCommand.class,
      LedgerFailoverCommand.class,
      LedgerRejoinCommand.class,
    })
final class LedgerCommands implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name what to do: migrate, status, balance, accounts, plan, rebalance, drop-moved, failover or"
            + " rejoin");
  }
}
