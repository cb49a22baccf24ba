package onlyonce.chaos.model;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.history.PostingRow;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.Version;
import org.jspecify.annotations.Nullable;

/** A command that the model decided, and which of its traces the database turned out to have. */
public final class Judged {
  private static final int DEBIT_LEG = 1;
  private static final int CREDIT_LEG = 2;
  private static final int PROCESSED_ROW = 4;

  private final UUID id;
  private final long offset;
  private final long appendMillis;
  private final CommandType type;
  private final Outcome outcome;
  private final @Nullable UUID transferId;
  private final String debited;
  private final String credited;
  private final String currency;
  private final long amountMinor;
  private final long hashHigh;
  private final long hashLow;
  private final boolean remembered;
  private long repeatedMillis;
  private int seen;

  Judged(Incoming incoming, Outcome outcome, Legs legs, boolean remembered) {
    this.id = incoming.id();
    this.offset = incoming.offset();
    this.appendMillis = incoming.appendMillis();
    this.type = incoming.command().type();
    this.outcome = outcome;
    this.transferId = incoming.transferId();
    this.debited = legs.debited();
    this.credited = legs.credited();
    this.currency = legs.currency();
    this.amountMinor = legs.amountMinor();
    this.hashHigh = incoming.hashHigh();
    this.hashLow = incoming.hashLow();
    this.remembered = remembered;
  }

  public UUID id() {
    return id;
  }

  public long offset() {
    return offset;
  }

  /** When its record was appended, milliseconds since 1970. */
  public long appendMillis() {
    return appendMillis;
  }

  void repeat(long millis) {
    repeatedMillis = Math.max(repeatedMillis, millis);
  }

  /** When the last further record with its id was appended; 0 when there is none. */
  public long repeatedMillis() {
    return repeatedMillis;
  }

  public CommandType type() {
    return type;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The transfer of a saga step, else the command's own id. */
  public UUID owner() {
    return transferId == null ? id : transferId;
  }

  /** Whether a row of {@code processed} must stand for it. */
  public boolean remembered() {
    return remembered;
  }

  /** The account that it is about. */
  public String account() {
    return switch (type) {
      case OPEN, CREDIT -> credited;
      case CONFIGURE, CLOSE, POST, HOLD, SETTLE, RELEASE -> debited;
    };
  }

  boolean hasHash(long high, long low) {
    return hashHigh == high && hashLow == low;
  }

  /** Whether a stored payload hash is that of the command's record. */
  public boolean hasHash(byte[] stored) {
    return stored.length == 16
        && hashHigh == ByteBuffer.wrap(stored).getLong(0)
        && hashLow == ByteBuffer.wrap(stored).getLong(8);
  }

  /** Whether it moves money. */
  public boolean moves() {
    return outcome == Outcome.APPLIED
        && amountMinor > 0
        && switch (type) {
          case OPEN, POST, CREDIT, SETTLE -> true;
          case CONFIGURE, CLOSE, HOLD, RELEASE -> false;
        };
  }

  /**
   * Takes one of its postings.
   *
   * @return false when the posting is not one of its two, or was taken before
   */
  public boolean take(PostingRow row) {
    if (!moves()
        || !row.commandId().equals(id)
        || !row.kind().equals(type.label())
        || !row.currency().equals(currency)) {
      return false;
    }
    if (row.amountMinor() == -amountMinor && row.account().equals(debited)) {
      return first(DEBIT_LEG);
    }
    return row.amountMinor() == amountMinor && row.account().equals(credited) && first(CREDIT_LEG);
  }

  /**
   * Takes its row of {@code processed}.
   *
   * @return false when it was taken before
   */
  public boolean takeProcessed() {
    return first(PROCESSED_ROW);
  }

  public boolean hasProcessed() {
    return (seen & PROCESSED_ROW) != 0;
  }

  /** Whether both postings were taken, if it has any. */
  public boolean hasPostings() {
    return !moves() || (seen & (DEBIT_LEG | CREDIT_LEG)) == (DEBIT_LEG | CREDIT_LEG);
  }

  private boolean first(int bit) {
    boolean first = (seen & bit) == 0;
    seen |= bit;
    return first;
  }

  /** Where its answer is published. */
  public Topic answerTopic() {
    return type == CommandType.POST ? Topic.TRANSFER_RESULTS : Topic.LEDGER_OUTCOMES;
  }

  /** The bytes of its answer. */
  public byte[] answer(int partition) {
    Version version = new Version(partition, offset + 1);
    if (type == CommandType.POST) {
      boolean applied = outcome == Outcome.APPLIED;
      return TransferResultCodec.encode(
          new TransferResult(
              id,
              applied ? TransferResult.End.COMPLETED : TransferResult.End.REJECTED,
              applied ? Optional.empty() : Optional.of(outcome),
              List.of(version)));
    }
    return CommandOutcomeCodec.encode(
        new CommandOutcome(id, type, Optional.ofNullable(transferId), outcome, version));
  }

  @Override
  public String toString() {
    return "%s %s at offset %d".formatted(type.label(), id, offset);
  }
}
