package onlyonce.chaos.check;

import java.util.UUID;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.intent.IdTable;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;

/** Every id moves money at most once, and is judged in one ledger partition only. */
public final class NothingDoubled implements Check {
  private final Offenders offenders = new Offenders();
  private final IdTable judgedIn = new IdTable();
  private long intents;

  @Override
  public void processed(ReplayedPartition partition, ProcessedRow row) {
    UUID id = row.id();
    long earlier = judgedIn.get(id);
    if (earlier == 0) {
      judgedIn.put(id, partition.partition() + 1L);
    } else if (earlier != partition.partition() + 1L) {
      offenders.add(
          "command %s was judged in ledger partitions %d and %d"
              .formatted(id, earlier - 1, partition.partition()));
    }
  }

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    intents++;
    if (intentClass == IntentClass.DUPLICATED) {
      offenders.add(
          "intent %s: %s was debited %d times and %s credited %d times, %,d %s each"
              .formatted(
                  intent.id(),
                  intent.wish().from(),
                  intent.debits(),
                  intent.wish().to(),
                  intent.credits(),
                  intent.wish().amountMinor(),
                  intent.wish().currency()));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return offenders.result(
        "nothing-doubled",
        Verdict.INVALID,
        "%,d intents and %,d judged commands, each at most once"
            .formatted(intents, judgedIn.size()));
  }
}
