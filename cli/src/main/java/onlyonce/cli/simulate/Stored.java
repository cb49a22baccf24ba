package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import onlyonce.cli.simulate.SimulatedLog.Addressed;
import onlyonce.cli.simulate.SimulatedLog.Said;
import onlyonce.ledger.Decision;
import onlyonce.ledger.PartitionState;
import onlyonce.messages.Command.Configure;
import onlyonce.messages.Command.Credit;
import onlyonce.messages.Outcome;
import onlyonce.processor.LogClock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one ledger partition in its database: what a crash of everything else leaves. Changed
 * by transactions alone.
 */
final class Stored {
  private final PartitionState books = new PartitionState();
  private final Map<UUID, Processed> processed = new HashMap<>();
  private final NavigableMap<Integer, List<Said>> outbox = new TreeMap<>();
  private final Set<UUID> credited = new HashSet<>();
  private int nextOffset;
  private int publishedOffset;
  private LogClock clock = LogClock.START.configured(new Configure(1, Setting.WINDOW));
  private long owner;

  /** A judged command and what it was answered. */
  record Processed(Addressed command, Said reply) {}

  /** An outcome that has to go out. */
  record Unpublished(int offset, List<Said> said) {}

  /** Gives the partition a new owner, whose token this is. */
  long takeOver() {
    return ++owner;
  }

  /** An empty database whose tokens go on where this one's end. */
  Stored successor() {
    Stored next = new Stored();
    next.owner = owner;
    return next;
  }

  boolean isOwnedBy(long token) {
    return owner == token;
  }

  PartitionState books() {
    return books;
  }

  /** Whether the books show the transfer's money here. */
  boolean isCredited(UUID transferId) {
    return credited.contains(transferId);
  }

  @Nullable Processed processed(UUID id) {
    return processed.get(id);
  }

  int nextOffset() {
    return nextOffset;
  }

  LogClock clock() {
    return clock;
  }

  /** What a new owner publishes: everything that may not have gone out. */
  List<Unpublished> unpublished() {
    List<Unpublished> all = new ArrayList<>();
    outbox
        .tailMap(publishedOffset)
        .forEach((offset, said) -> all.add(new Unpublished(offset, said)));
    return all;
  }

  int publishedOffset() {
    return publishedOffset;
  }

  /** The rest of a transaction whose commands are already folded in. */
  void advance(int end, LogClock time, int published) {
    nextOffset = end;
    clock = time;
    publishedOffset = Math.max(publishedOffset, published);
    outbox.headMap(publishedOffset).clear();
  }

  /** Takes what a new command changed. */
  void fold(int offset, Addressed command, Decision decision) {
    books.fold(decision, offset + 1L);
    if (command.command() instanceof Credit credit && decision.outcome() == Outcome.APPLIED) {
      credited.add(credit.transferId());
    }
  }

  void remember(int offset, Addressed command, Said reply) {
    processed.put(command.id(), new Processed(command, reply));
    outbox.put(offset, List.of(reply));
  }

  void refuse(int offset, List<Said> said) {
    outbox.put(offset, said);
  }
}
