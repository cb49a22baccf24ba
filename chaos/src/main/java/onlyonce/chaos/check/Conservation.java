package onlyonce.chaos.check;

import java.util.Map;
import java.util.TreeMap;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.PostingRow;

/**
 * Money is neither made nor unmade: in every ledger partition and currency, balances sum to zero
 * and so do postings. Neither currencies nor partitions cancel each other.
 */
public final class Conservation implements Check {
  private final Offenders offenders = new Offenders();
  private final Map<String, Long> balances = new TreeMap<>();
  private final Map<String, Long> postings = new TreeMap<>();
  private final Map<String, Long> totals = new TreeMap<>();
  private long sums;

  @Override
  public void account(ReplayedPartition partition, AccountRow row) {
    balances.merge(row.currency(), row.postedMinor(), Long::sum);
    totals.merge(row.currency(), row.postedMinor(), Long::sum);
  }

  @Override
  public void posting(ReplayedPartition partition, PostingRow row) {
    postings.merge(row.currency(), row.amountMinor(), Long::sum);
  }

  @Override
  public void finished(ReplayedPartition partition) {
    balances.forEach((currency, sum) -> judge(partition, "balances", currency, sum));
    postings.forEach((currency, sum) -> judge(partition, "postings", currency, sum));
    balances.clear();
    postings.clear();
  }

  private void judge(ReplayedPartition partition, String what, String currency, long sum) {
    sums++;
    if (sum != 0) {
      offenders.add(
          "%s: %s in %s sum to %+,d minor units instead of 0"
              .formatted(partition.title(), what, currency, sum));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    totals.forEach(
        (currency, sum) -> {
          if (sum != 0) {
            offenders.add(
                "all balances in %s together: %+,d minor units instead of 0"
                    .formatted(currency, sum));
          }
        });
    if (sums == 0) {
      return new CheckResult("conservation", Verdict.UNKNOWN, "there was no balance to add up");
    }
    return offenders.result(
        "conservation",
        Verdict.INVALID,
        "%,d sums of balances and postings, by ledger partition and currency (%s), are zero"
            .formatted(sums, String.join(", ", totals.keySet())));
  }
}
