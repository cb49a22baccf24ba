package onlyonce.chaos.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import onlyonce.messages.Command;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What one ledger partition must come to, from its log alone: the engine's rules (floor, dedup) and
 * the ledger's, written from their text and sharing nothing with the code that they check.
 *
 * <pre>
 * unreadable, or in another partition than its accounts   refused, time stands still
 * Configure                                               window and rules, time stands still
 * Settle, Release below the floor                         decided by the hold row, not remembered
 * anything else below the floor                           refused: Expired
 * id known, same payload                                  the first answer again
 * id known, other payload                                 refused: ConflictsWithEarlier
 * else                                                    decided and remembered
 * </pre>
 */
public final class LedgerModel {
  private static final long DEFAULT_WINDOW_MILLIS = Duration.ofHours(24).toMillis();

  private final int partition;
  private final Partitioning partitioning;
  private final ModelLedger ledger = new ModelLedger();
  private final Map<UUID, Judged> remembered = new HashMap<>();
  private final List<Judged> judged = new ArrayList<>();
  private final TreeMap<Long, Refusal> refusals = new TreeMap<>();
  private long logTime;
  private long floor;
  private long window = DEFAULT_WINDOW_MILLIS;
  private int rulesVersion = 1;
  private long applied;
  private long firstAppend = Long.MAX_VALUE;
  private long lastAppend;

  /** Why a record was refused. */
  public record Refusal(long offset, @Nullable UUID id, DeadLetterReason reason) {}

  public LedgerModel(int partition, Partitioning partitioning) {
    this.partition = partition;
    this.partitioning = partitioning;
  }

  /** Takes the next committed record of the partition's log. */
  public void apply(ConsumerRecord<byte[], byte[]> logged) {
    Incoming incoming;
    try {
      incoming = Incoming.read(logged, partition, partitioning);
    } catch (UnreadableException e) {
      refusals.put(logged.offset(), new Refusal(logged.offset(), null, e.reason()));
      return;
    }
    switch (incoming.command()) {
      case Command.Configure c -> {
        window = c.dedupWindow().toMillis();
        rulesVersion = c.rulesVersion();
      }
      case Command.LedgerCommand c -> judge(incoming, c);
    }
  }

  private void judge(Incoming incoming, Command.LedgerCommand command) {
    long idTime = CommandIds.timeMillis(incoming.id());
    logTime = Math.max(logTime, Math.min(incoming.appendMillis(), idTime));
    floor = Math.max(floor, logTime - window);
    boolean ends = command instanceof Command.Settle || command instanceof Command.Release;
    if (idTime < floor) {
      if (ends) {
        decide(incoming, command, false);
      } else {
        refuse(incoming, DeadLetterReason.EXPIRED);
      }
      return;
    }
    Judged earlier = remembered.get(incoming.id());
    if (earlier == null) {
      decide(incoming, command, true);
      return;
    }
    earlier.repeat(incoming.appendMillis());
    if (!earlier.hasHash(incoming.hashHigh(), incoming.hashLow())) {
      refuse(incoming, DeadLetterReason.CONFLICTS_WITH_EARLIER);
    }
  }

  private void decide(Incoming incoming, Command.LedgerCommand command, boolean remember) {
    Outcome outcome = ledger.decide(command, incoming.offset() + 1);
    Judged verdict = new Judged(incoming, outcome, ledger.legs(command), remember);
    judged.add(verdict);
    if (remember) {
      remembered.put(verdict.id(), verdict);
    }
    if (outcome == Outcome.APPLIED) {
      applied++;
      firstAppend = Math.min(firstAppend, incoming.appendMillis());
      lastAppend = Math.max(lastAppend, incoming.appendMillis());
    }
  }

  private void refuse(Incoming incoming, DeadLetterReason reason) {
    refusals.put(incoming.offset(), new Refusal(incoming.offset(), incoming.id(), reason));
  }

  public int partition() {
    return partition;
  }

  /** The commands that were decided, in log order; repeats are not among them. */
  public List<Judged> judged() {
    return Collections.unmodifiableList(judged);
  }

  /** The command that was decided at an offset. */
  public Optional<Judged> at(long offset) {
    int low = 0;
    int high = judged.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = judged.get(middle).offset();
      if (found == offset) {
        return Optional.of(judged.get(middle));
      }
      if (found < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** The command that is remembered under an id. */
  public Optional<Judged> remembered(UUID id) {
    return Optional.ofNullable(remembered.get(id));
  }

  /** The refused records by offset. */
  public Map<Long, Refusal> refusals() {
    return Collections.unmodifiableMap(refusals);
  }

  /** Every account, internal ones too. */
  public Collection<ModelAccount> accounts() {
    return Collections.unmodifiableCollection(ledger.accounts.values());
  }

  public Optional<ModelAccount> account(String name) {
    return Optional.ofNullable(ledger.accounts.get(name));
  }

  /** Every hold and tombstone. */
  public Collection<ModelHold> holds() {
    return Collections.unmodifiableCollection(ledger.holds.values());
  }

  public Optional<ModelHold> hold(UUID transferId) {
    return Optional.ofNullable(ledger.holds.get(transferId));
  }

  /** Milliseconds since 1970; 0 before the first command. */
  public long logTimeMillis() {
    return logTime;
  }

  /** Ids older than this are expired; milliseconds since 1970. */
  public long floorMillis() {
    return floor;
  }

  public long windowMillis() {
    return window;
  }

  public int rulesVersion() {
    return rulesVersion;
  }

  /** How many commands were applied. */
  public long applied() {
    return applied;
  }

  /** When the first applied command was appended, milliseconds since 1970. */
  public long firstAppendMillis() {
    return firstAppend;
  }

  /** When the last applied command was appended, milliseconds since 1970. */
  public long lastAppendMillis() {
    return lastAppend;
  }
}
