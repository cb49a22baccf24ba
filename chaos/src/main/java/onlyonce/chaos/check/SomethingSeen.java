package onlyonce.chaos.check;

import java.util.StringJoiner;
import onlyonce.chaos.history.AccountRow;

/** An empty history proves nothing: intents, commands and accounts must have been seen. */
public final class SomethingSeen implements Check {
  private long commands;
  private long accounts;

  @Override
  public void replayed(ReplayedPartition partition) {
    commands += partition.model().judged().size() + partition.waiting();
  }

  @Override
  public void account(ReplayedPartition partition, AccountRow row) {
    accounts++;
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    long intents = circumstances.intents().size();
    StringJoiner missing = new StringJoiner(", ");
    if (intents == 0) {
      missing.add("no journal holds an intent (name them with --journal DIR)");
    }
    if (commands == 0) {
      missing.add("topic ledger-commands holds no command");
    }
    if (accounts == 0) {
      missing.add("the databases hold no account");
    }
    return missing.length() > 0
        ? new CheckResult("something-seen", Verdict.UNKNOWN, missing.toString())
        : new CheckResult(
            "something-seen",
            Verdict.VALID,
            "%,d intents, %,d commands, %,d accounts".formatted(intents, commands, accounts));
  }
}
