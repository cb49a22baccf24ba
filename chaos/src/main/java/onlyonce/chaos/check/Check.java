package onlyonce.chaos.check;

import java.util.UUID;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.messages.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * One thing that must hold. A check hears the history once, in this order, and then gives its
 * verdict: dead letters; for each ledger partition the replayed model, then postings, holds,
 * accounts, processed and refused rows, then the partition's end; every intent with its class.
 */
public interface Check {
  /** A record of {@code dead-letters}; repeats of one origin are left out. */
  default void deadLetter(DeadLetter letter, @Nullable UUID id) {}

  /** The model of a ledger partition, before its rows. */
  default void replayed(ReplayedPartition partition) {}

  default void posting(ReplayedPartition partition, PostingRow row) {}

  default void hold(ReplayedPartition partition, HoldRow row) {}

  default void account(ReplayedPartition partition, AccountRow row) {}

  default void processed(ReplayedPartition partition, ProcessedRow row) {}

  default void refused(ReplayedPartition partition, RefusedRow row) {}

  /** All rows of the partition were heard. */
  default void finished(ReplayedPartition partition) {}

  /** An intent, when all evidence is in. */
  default void intent(Intent intent, IntentClass intentClass) {}

  /** The verdict, when everything was heard. */
  CheckResult result(Circumstances circumstances);
}
