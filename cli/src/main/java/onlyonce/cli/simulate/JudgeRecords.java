package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import onlyonce.cli.simulate.SimulatedLog.Addressed;
import onlyonce.cli.simulate.SimulatedLog.Said;
import onlyonce.cli.simulate.SimulatedPartition.Appended;
import onlyonce.ledger.Decision;
import onlyonce.messages.Command;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetterReason;
import onlyonce.processor.LogClock;
import org.jspecify.annotations.Nullable;

/**
 * Judges records as a processor does: time and floor first, then dedup, then the ledger's rules, in
 * memory, record by record. Nothing is written.
 */
final class JudgeRecords {
  private final int ledger;
  private final Cores cores;

  JudgeRecords(int ledger, Cores cores) {
    this.ledger = ledger;
    this.cores = cores;
  }

  /** Records that were judged and are not written. */
  record Batch(List<Judged> judged, int end, LogClock clock) {
    String offsets() {
      int first = judged.getFirst().at().offset();
      int last = judged.getLast().at().offset();
      return first == last ? "@" + first : "@%d to @%d".formatted(first, last);
    }

    String text(Function<UUID, String> names) {
      return String.join(", ", judged.stream().map(each -> each.text(names)).toList());
    }
  }

  /** What a record comes to; with a decision when it was new. */
  record Judged(
      Appended<Addressed> at, @Nullable Decision decision, boolean remembered, List<Said> said) {
    Addressed command() {
      return at.value();
    }

    boolean isRefused() {
      return said.getFirst() instanceof Said.DeadLetter;
    }

    private String text(Function<UUID, String> names) {
      String how = decision != null ? "new" : isRefused() ? "refused" : "known";
      return "%s (%s)".formatted(Replies.text(said, names), how);
    }
  }

  /**
   * Judges a stretch of the log.
   *
   * @param read at least one record
   * @param before the time that the stretch before it left
   */
  Batch judge(List<Appended<Addressed>> read, LogClock before, Stored stored) {
    Overlay view = new Overlay(stored.books());
    Map<UUID, Stored.Processed> inBatch = new HashMap<>();
    List<Judged> judged = new ArrayList<>(read.size());
    LogClock clock = before;
    for (Appended<Addressed> at : read) {
      UUID id = at.value().id();
      clock = clock.advancedTo(CommandIds.timeMillis(id), at.appendMillis());
      boolean belowFloor = CommandIds.timeMillis(id) < clock.floorMillis();
      Stored.Processed first = belowFloor ? null : firstOf(id, inBatch, stored);
      judged.add(
          belowFloor && !isIdempotent(at.value())
              ? refused(at, false, DeadLetterReason.EXPIRED)
              : first == null ? fresh(at, belowFloor, view, inBatch) : known(at, first));
    }
    return new Batch(judged, read.getLast().offset() + 1, clock);
  }

  private Judged fresh(
      Appended<Addressed> at,
      boolean belowFloor,
      Overlay view,
      Map<UUID, Stored.Processed> inBatch) {
    Decision decision = cores.decide(view, at.value().command());
    view.fold(decision);
    Said reply = Replies.of(ledger, at, decision.outcome());
    if (!belowFloor) {
      inBatch.put(at.value().id(), new Stored.Processed(at.value(), reply));
    }
    return new Judged(at, decision, !belowFloor, List.of(reply));
  }

  /** The codec gives the same command the same bytes, so equal commands have equal hashes. */
  private Judged known(Appended<Addressed> at, Stored.Processed first) {
    return first.command().equals(at.value())
        ? new Judged(at, null, true, List.of(first.reply()))
        : refused(at, true, DeadLetterReason.CONFLICTS_WITH_EARLIER);
  }

  private Judged refused(Appended<Addressed> at, boolean remembered, DeadLetterReason reason) {
    return new Judged(at, null, remembered, Replies.refused(ledger, at, reason));
  }

  private Stored.@Nullable Processed firstOf(
      UUID id, Map<UUID, Stored.Processed> inBatch, Stored stored) {
    if (!cores.remembersIds()) {
      return null;
    }
    Stored.Processed inDatabase = stored.processed(id);
    return inDatabase != null ? inDatabase : inBatch.get(id);
  }

  private static boolean isIdempotent(Addressed command) {
    return command.command() instanceof Command.Settle
        || command.command() instanceof Command.Release;
  }
}
