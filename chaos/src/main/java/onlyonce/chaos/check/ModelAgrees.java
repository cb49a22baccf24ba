package onlyonce.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.model.Judged;
import onlyonce.chaos.model.LedgerModel;
import onlyonce.chaos.model.ModelAccount;
import onlyonce.chaos.model.ModelHold;
import onlyonce.messages.CommandIds;

/**
 * The database holds what a second implementation of the rules makes of the same log, row by row:
 * accounts, postings, holds, processed and refused rows, progress.
 */
public final class ModelAgrees implements Check {
  private final Offenders offenders = new Offenders();
  private final Set<String> accountsSeen = new HashSet<>();
  private final Set<UUID> holdsSeen = new HashSet<>();
  private final Set<Long> refusalsSeen = new HashSet<>();
  private long rows;
  private long commands;

  @Override
  public void replayed(ReplayedPartition partition) {
    commands += partition.model().judged().size();
    LedgerModel model = partition.model();
    Optional<ProgressRow> progress = partition.progress();
    if (progress.isEmpty() || model.judged().isEmpty()) {
      return;
    }
    ProgressRow row = progress.get();
    if (row.logTimeMillis() != model.logTimeMillis()
        || row.floorMillis() != model.floorMillis()
        || row.windowMillis() != model.windowMillis()
        || row.rulesVersion() != model.rulesVersion()) {
      offenders.add(
          "%s: progress has log time %d, floor %d, window %d, rules %d; the log implies %d, %d, %d, %d"
              .formatted(
                  partition.title(),
                  row.logTimeMillis(),
                  row.floorMillis(),
                  row.windowMillis(),
                  row.rulesVersion(),
                  model.logTimeMillis(),
                  model.floorMillis(),
                  model.windowMillis(),
                  model.rulesVersion()));
    }
  }

  @Override
  public void posting(ReplayedPartition partition, PostingRow row) {
    rows++;
    Optional<Judged> judged = partition.model().at(row.logOffset());
    if (judged.isEmpty() || !judged.get().take(row)) {
      offenders.add(
          "posting of %,d %s on account %s for command %s at offset %d of %s is not in the log's replay"
              .formatted(
                  row.amountMinor(),
                  row.currency(),
                  row.account(),
                  row.commandId(),
                  row.logOffset(),
                  partition.title()));
    }
  }

  @Override
  public void hold(ReplayedPartition partition, HoldRow row) {
    rows++;
    holdsSeen.add(row.transferId());
    Optional<ModelHold> expected = partition.model().hold(row.transferId());
    if (expected.isEmpty()
        || !expected.get().state().equals(row.state())
        || !expected.get().account().equals(row.account())
        || !Objects.requireNonNullElse(row.currency(), "").equals(expected.get().currency())
        || Objects.requireNonNullElse(row.amountMinor(), 0L) != expected.get().amountMinor()) {
      offenders.add(
          "hold of transfer %s on account %s is %s; the log implies %s"
              .formatted(
                  row.transferId(),
                  row.account(),
                  row.state(),
                  expected.map(ModelHold::state).orElse("none")));
    }
  }

  @Override
  public void account(ReplayedPartition partition, AccountRow row) {
    rows++;
    accountsSeen.add(row.account());
    Optional<ModelAccount> expected = partition.model().account(row.account());
    if (expected.isEmpty()) {
      if (!row.isInternal() || row.postedMinor() != 0) {
        offenders.add(
            "account %s in %s is not in the log's replay"
                .formatted(row.account(), partition.title()));
      }
      return;
    }
    ModelAccount model = expected.get();
    if (row.postedMinor() != model.postedMinor() || row.heldMinor() != model.heldMinor()) {
      offenders.add(
          "account %s in %s has %,d posted and %,d held; the log implies %,d and %,d"
              .formatted(
                  row.account(),
                  partition.title(),
                  row.postedMinor(),
                  row.heldMinor(),
                  model.postedMinor(),
                  model.heldMinor()));
    } else if (row.closed() != model.closed()
        || !row.currency().equals(model.currency())
        || row.mayGoNegative() != model.mayGoNegative()
        || (!row.isInternal() && row.version() != model.version())) {
      offenders.add(
          "account %s in %s: currency %s, closed %s, may go negative %s, version %d; the log implies %s, %s, %s, %d"
              .formatted(
                  row.account(),
                  partition.title(),
                  row.currency(),
                  row.closed(),
                  row.mayGoNegative(),
                  row.version(),
                  model.currency(),
                  model.closed(),
                  model.mayGoNegative(),
                  model.version()));
    }
  }

  @Override
  public void processed(ReplayedPartition partition, ProcessedRow row) {
    rows++;
    Optional<Judged> expected = partition.model().remembered(row.id());
    if (expected.isEmpty() || !expected.get().takeProcessed()) {
      offenders.add(
          "processed row of command %s (offset %d of %s) is not in the log's replay"
              .formatted(row.id(), row.logOffset(), partition.title()));
      return;
    }
    Judged judged = expected.get();
    byte[] answer = judged.answer(partition.partition());
    if (row.logOffset() != judged.offset()
        || !judged.hasHash(row.payloadHash())
        || !row.topic().equals(judged.answerTopic().topicName())
        || !row.key().equals(judged.owner())
        || !Arrays.equals(row.outcome(), answer)) {
      offenders.add(
          "processed row of command %s: offset %d, outcome %s on %s; the log implies offset %d, outcome %s on %s"
              .formatted(
                  row.id(),
                  row.logOffset(),
                  new String(row.outcome(), UTF_8),
                  row.topic(),
                  judged.offset(),
                  new String(answer, UTF_8),
                  judged.answerTopic().topicName()));
    }
  }

  @Override
  public void refused(ReplayedPartition partition, RefusedRow row) {
    rows++;
    refusalsSeen.add(row.logOffset());
    LedgerModel.Refusal expected = partition.model().refusals().get(row.logOffset());
    if (expected == null || !expected.reason().label().equals(row.reason())) {
      offenders.add(
          "%s refused offset %d as %s; the log implies %s"
              .formatted(
                  partition.title(),
                  row.logOffset(),
                  row.reason(),
                  expected == null ? "no refusal" : expected.reason().label()));
    }
  }

  @Override
  public void finished(ReplayedPartition partition) {
    LedgerModel model = partition.model();
    long floor = partition.progress().map(ProgressRow::floorMillis).orElse(0L);
    for (Judged judged : model.judged()) {
      if (!judged.hasPostings()) {
        offenders.add(
            "%s on account %s: a posting of it is missing in %s"
                .formatted(judged, judged.account(), partition.title()));
      }
      // Below the floor whole tables of processed rows are dropped, as they should be.
      if (judged.remembered()
          && !judged.hasProcessed()
          && CommandIds.timeMillis(judged.id()) >= floor) {
        offenders.add("processed row of %s is missing in %s".formatted(judged, partition.title()));
      }
    }
    for (ModelAccount account : model.accounts()) {
      boolean untouched = account.isInternal() && account.postedMinor() == 0;
      if (!accountsSeen.contains(account.name()) && !untouched) {
        offenders.add("account %s is missing in %s".formatted(account.name(), partition.title()));
      }
    }
    for (ModelHold hold : model.holds()) {
      if (!holdsSeen.contains(hold.transferId())) {
        offenders.add(
            "hold of transfer %s on account %s is missing in %s"
                .formatted(hold.transferId(), hold.account(), partition.title()));
      }
    }
    for (LedgerModel.Refusal refusal : model.refusals().values()) {
      if (!refusalsSeen.contains(refusal.offset())) {
        offenders.add(
            "refused row of offset %d (%s) is missing in %s"
                .formatted(refusal.offset(), refusal.reason().label(), partition.title()));
      }
    }
    accountsSeen.clear();
    holdsSeen.clear();
    refusalsSeen.clear();
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return offenders.result(
        "model-agrees",
        Verdict.INVALID,
        "%,d commands replayed, %,d rows agree".formatted(commands, rows));
  }
}
