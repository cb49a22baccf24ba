package onlyonce.chaos.check;

import onlyonce.chaos.history.AccountRow;

/** Nobody spends what is not there, unless the account may. */
public final class NonNegativeBalances implements Check {
  private final Offenders offenders = new Offenders();
  private long accounts;

  @Override
  public void account(ReplayedPartition partition, AccountRow row) {
    if (row.isInternal()) {
      return;
    }
    accounts++;
    if (row.heldMinor() < 0) {
      offenders.add("account %s holds %,d".formatted(row.account(), row.heldMinor()));
    } else if (!row.mayGoNegative() && row.postedMinor() - row.heldMinor() < 0) {
      offenders.add(
          "account %s: %,d posted, %,d held, so %,d %s available"
              .formatted(
                  row.account(),
                  row.postedMinor(),
                  row.heldMinor(),
                  row.postedMinor() - row.heldMinor(),
                  row.currency()));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return offenders.result(
        "non-negative-balances", Verdict.INVALID, "%,d accounts of clients".formatted(accounts));
  }
}
