package onlyonce.chaos.check;

import java.util.HashMap;
import java.util.Map;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PostingRow;

/** A balance is the sum of its postings, and what is held is the sum of its open holds. */
public final class BalancesArePostings implements Check {
  private final Offenders offenders = new Offenders();
  private final Map<String, Sums> byAccount = new HashMap<>();
  private long accounts;
  private long postings;

  private static final class Sums {
    private long posted;
    private long held;
  }

  @Override
  public void posting(ReplayedPartition partition, PostingRow row) {
    postings++;
    sums(row.account()).posted += row.amountMinor();
  }

  @Override
  public void hold(ReplayedPartition partition, HoldRow row) {
    Long amount = row.amountMinor();
    if (row.state().equals("held") && amount != null) {
      sums(row.account()).held += amount;
    }
  }

  private Sums sums(String account) {
    return byAccount.computeIfAbsent(account, name -> new Sums());
  }

  @Override
  public void account(ReplayedPartition partition, AccountRow row) {
    accounts++;
    Sums sums = byAccount.remove(row.account());
    long posted = sums == null ? 0 : sums.posted;
    long held = sums == null ? 0 : sums.held;
    if (row.postedMinor() != posted) {
      offenders.add(
          "account %s in %s: balance %,d %s, but its postings sum to %,d"
              .formatted(
                  row.account(), partition.title(), row.postedMinor(), row.currency(), posted));
    }
    if (row.heldMinor() != held) {
      offenders.add(
          "account %s in %s: %,d %s held, but its open holds sum to %,d"
              .formatted(row.account(), partition.title(), row.heldMinor(), row.currency(), held));
    }
  }

  @Override
  public void finished(ReplayedPartition partition) {
    byAccount.forEach(
        (account, sums) -> {
          if (sums.posted != 0 || sums.held != 0) {
            offenders.add(
                "account %s in %s has postings or holds, but no row"
                    .formatted(account, partition.title()));
          }
        });
    byAccount.clear();
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    if (accounts == 0) {
      return new CheckResult(
          "balances-are-postings", Verdict.UNKNOWN, "there was no account to compare");
    }
    return offenders.result(
        "balances-are-postings",
        Verdict.INVALID,
        "%,d accounts equal the sums of %,d postings".formatted(accounts, postings));
  }
}
