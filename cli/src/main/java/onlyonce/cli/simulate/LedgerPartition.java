package onlyonce.cli.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import onlyonce.cli.simulate.JudgeRecords.Batch;
import onlyonce.cli.simulate.JudgeRecords.Judged;
import onlyonce.cli.simulate.SimulatedLog.Said;
import onlyonce.cli.simulate.Stored.Unpublished;
import onlyonce.ledger.Decision;
import onlyonce.ledger.HoldRow;
import onlyonce.messages.Command;
import onlyonce.messages.Outcome;
import onlyonce.processor.LogClock;
import org.jspecify.annotations.Nullable;

/**
 * One ledger partition: its log, its database, and the processors that believe that they own it.
 * Any of them may stop between reading, the transaction, and each outcome that goes out; of what it
 * had in memory nothing is left then.
 */
final class LedgerPartition {
  private final int ledger;
  private final Scene scene;
  private final JudgeRecords judging;
  private final List<List<Said>> verdicts = new ArrayList<>();
  private Stored stored = new Stored();
  private final @Nullable Session[] sessions = new Session[Setting.PROCESSORS];
  private int owner;

  /** What a processor has in memory about this partition. */
  private static final class Session {
    private final long token;
    private final Deque<Unpublished> due = new ArrayDeque<>();
    private int position;
    private LogClock clock;
    private @Nullable Batch batch;
    private int gaveUpAt = Integer.MAX_VALUE;

    Session(long token, Stored stored) {
      this.token = token;
      this.position = stored.nextOffset();
      this.clock = stored.clock();
      this.due.addAll(stored.unpublished());
    }

    /** Everything below it was acknowledged. */
    int published() {
      Unpublished first = due.peek();
      return Math.min(gaveUpAt, first == null ? position : first.offset());
    }
  }

  LedgerPartition(int ledger, Scene scene) {
    this.ledger = ledger;
    this.scene = scene;
    this.judging = new JudgeRecords(ledger, scene.cores());
  }

  Stored stored() {
    return stored;
  }

  /** The processor to which the group gave the partition last. */
  int owner() {
    return owner;
  }

  boolean hasSession(int processor) {
    return sessions[processor] != null;
  }

  /** Whether the processor has decided records that it did not commit. */
  boolean hasBatch(int processor) {
    Session session = sessions[processor];
    return session != null && session.batch != null;
  }

  boolean hasDue(int processor) {
    Session session = sessions[processor];
    return session != null && !session.due.isEmpty();
  }

  /** The outcome that goes out next. */
  Optional<Said> nextDue(int processor) {
    Session session = sessions[processor];
    Unpublished next = session == null ? null : session.due.peek();
    return next == null ? Optional.empty() : Optional.of(next.said().getLast());
  }

  /** Whether an outcome was given up, so that only a takeover publishes it. */
  boolean hasGivenUp(int processor) {
    Session session = sessions[processor];
    return session != null && session.gaveUpAt != Integer.MAX_VALUE;
  }

  boolean hasUnread(int processor) {
    Session session = sessions[processor];
    return session != null
        && session.batch == null
        && session.position < scene.log().commands(ledger).end();
  }

  boolean take(int processor) {
    owner = processor;
    Session taken = new Session(stored.takeOver(), stored);
    sessions[processor] = taken;
    taken.due.forEach(_ -> scene.sightings().saw(Sighting.OUTCOME_PUBLISHED_AGAIN));
    scene.say(
        processorName(processor),
        () ->
            "takes over ledger %d at offset %d, %d outcomes to publish again"
                .formatted(ledger, taken.position, taken.due.size()));
    return true;
  }

  boolean judge(int processor, int records) {
    Session session = sessions[processor];
    if (session == null || !hasUnread(processor)) {
      return false;
    }
    Batch batch =
        judging.judge(
            scene.log().commands(ledger).from(session.position, records), session.clock, stored);
    session.batch = batch;
    scene.say(
        processorName(processor),
        () -> "reads %s of ledger %d and decides".formatted(batch.offsets(), ledger));
    return true;
  }

  boolean commit(int processor) {
    Session session = sessions[processor];
    Batch batch = session == null ? null : session.batch;
    if (session == null || batch == null) {
      return false;
    }
    boolean owned = stored.isOwnedBy(session.token) && stored.nextOffset() == session.position;
    if (!owned && scene.cores().fencesOwners()) {
      sessions[processor] = null;
      scene.sightings().saw(Sighting.STALE_COMMIT_REFUSED);
      scene.say(
          processorName(processor),
          () -> "wakes; its transaction on ledger %d updates no progress row".formatted(ledger));
      return true;
    }
    scene.invariants().appliedInOrder(ledger, stored.nextOffset(), session.position);
    batch.judged().forEach(this::write);
    stored.advance(batch.end(), batch.clock(), session.published());
    session.position = batch.end();
    session.clock = batch.clock();
    session.batch = null;
    batch
        .judged()
        .forEach(judged -> session.due.add(new Unpublished(judged.at().offset(), judged.said())));
    scene.say(
        processorName(processor),
        () ->
            "commits %s of ledger %d: %s"
                .formatted(batch.offsets(), ledger, batch.text(scene::name)));
    batch.judged().forEach(this::watch);
    return true;
  }

  private void write(Judged judged) {
    int offset = judged.at().offset();
    if (judged.decision() != null) {
      stored.fold(offset, judged.command(), judged.decision());
      if (judged.remembered()) {
        stored.remember(offset, judged.command(), judged.said().getFirst());
      }
    } else if (judged.isRefused()) {
      stored.refuse(offset, judged.said());
    }
  }

  /** A standby that lacks the last commits reads them again, and must come to the same. */
  boolean failOver(int lostCommands) {
    int opened = Setting.ACCOUNTS.size() / Setting.LEDGERS;
    int end = Math.max(opened, stored.nextOffset() - lostCommands);
    int lost = stored.nextOffset() - end;
    int published = Math.min(end, stored.publishedOffset());
    for (int processor = 0; processor < sessions.length; processor++) {
      sessions[processor] = null;
    }
    stored = stored.successor();
    Batch kept = judging.judge(scene.log().commands(ledger).from(0, end), stored.clock(), stored);
    kept.judged().forEach(this::write);
    stored.advance(kept.end(), kept.clock(), published);
    if (lost > 0) {
      scene.sightings().saw(Sighting.COMMITS_LOST);
    }
    scene.say(
        "postgres",
        () -> "ledger %d fails over and lacks its last %d commands".formatted(ledger, lost));
    kept.judged().forEach(this::watch);
    return true;
  }

  private void watch(Judged judged) {
    int offset = judged.at().offset();
    if (offset < verdicts.size()) {
      scene.invariants().sameVerdict(ledger, offset, verdicts.get(offset), judged.said());
      return;
    }
    verdicts.add(judged.said());
    Decision decision = judged.decision();
    if (decision == null) {
      scene
          .sightings()
          .saw(
              !judged.isRefused()
                  ? Sighting.COMMAND_REPEATED
                  : judged.remembered() ? Sighting.COMMAND_CONFLICTED : Sighting.COMMAND_EXPIRED);
      return;
    }
    if (!judged.remembered()) {
      scene.sightings().saw(Sighting.IDEMPOTENT_BELOW_FLOOR);
    }
    if (decision.hold() instanceof HoldRow.Tombstone) {
      scene.sightings().saw(Sighting.TOMBSTONE_LEFT);
    }
    if (judged.command().command() instanceof Command.Hold
        && decision.outcome() == Outcome.HOLD_ALREADY_RELEASED) {
      scene.sightings().saw(Sighting.LATE_HOLD_REFUSED);
    }
    scene.invariants().applied(ledger, judged.command(), decision);
  }

  boolean publish(int processor) {
    Session session = sessions[processor];
    Unpublished next = session == null ? null : session.due.poll();
    if (session == null || next == null) {
      return false;
    }
    if (next.offset() >= session.gaveUpAt) {
      scene.sightings().saw(Sighting.OUTCOME_OVERTAKEN);
    }
    for (Said said : next.said()) {
      switch (said) {
        case Said.Answer answer ->
            answer
                .outcome()
                .transferId()
                .ifPresent(
                    transfer ->
                        scene
                            .log()
                            .outcomes(SimulatedLog.taskOf(transfer))
                            .append(scene.nowMillis(), answer.outcome()));
        case Said.Result result -> scene.invariants().told(result.result());
        case Said.DeadLetter letter -> scene.invariants().refused(letter);
      }
    }
    scene.say(
        processorName(processor),
        () ->
            "publishes the outcome of ledger %d@%d: %s"
                .formatted(ledger, next.offset(), Replies.text(next.said(), scene::name)));
    return true;
  }

  boolean giveUp(int processor) {
    Session session = sessions[processor];
    Unpublished next = session == null ? null : session.due.poll();
    if (session == null || next == null) {
      return false;
    }
    session.gaveUpAt = Math.min(session.gaveUpAt, next.offset());
    scene.say(
        processorName(processor),
        () ->
            "gives the outcome of ledger %d@%d up: %s"
                .formatted(ledger, next.offset(), Replies.text(next.said(), scene::name)));
    return true;
  }

  /** Whether there was something to lose. */
  boolean crash(int processor) {
    boolean lost = sessions[processor] != null;
    sessions[processor] = null;
    return lost;
  }

  static String processorName(int processor) {
    return "processor-" + (processor + 1);
  }
}
