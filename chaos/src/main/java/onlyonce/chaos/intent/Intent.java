package onlyonce.chaos.intent;

import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.history.PostingRow;
import onlyonce.messages.Outcome;
import onlyonce.messages.TransferResult;
import org.jspecify.annotations.Nullable;

/**
 * One intent and the evidence of what became of it. A million of them are in memory at once, so
 * evidence is kept as counts and flags.
 */
public final class Intent {
  private final UUID id;
  private final Wish wish;
  private final long dueMillis;
  private final long payloadHash;

  private boolean acknowledged;
  private boolean handedOver;
  private boolean resent;
  private boolean inLog;
  private long missingSinceMillis;
  private long repeatedAtMillis;
  private long moneyAnsweredAtMillis;
  private boolean refused;
  private boolean opened;
  private boolean conflicted;
  private boolean expired;
  private boolean deadLettered;
  private @Nullable String strayAccount;
  private String hold = "";
  private int debits;
  private int credits;
  private long debitedMinor;
  private long creditedMinor;
  private TransferResult.@Nullable End end;
  private @Nullable Outcome reason;
  private long endedAtMillis;

  /**
   * @param payloadHash of the journalled payload, as {@link PayloadHash} makes it
   */
  public Intent(UUID id, Wish wish, long dueMillis, long payloadHash) {
    this.id = id;
    this.wish = wish;
    this.dueMillis = dueMillis;
    this.payloadHash = payloadHash;
  }

  public UUID id() {
    return id;
  }

  public Wish wish() {
    return wish;
  }

  /** When it should first have been sent, milliseconds since 1970. */
  public long dueMillis() {
    return dueMillis;
  }

  public long payloadHash() {
    return payloadHash;
  }

  /** The brokers told the producer that they have it. */
  public void acknowledge() {
    acknowledged = true;
  }

  public boolean acknowledged() {
    return acknowledged;
  }

  /** It was written to a broker's socket, and nobody will ever say more: {@code acks=0}. */
  public void handOver() {
    handedOver = true;
  }

  public boolean handedOver() {
    return handedOver;
  }

  /** Its client sent it once more, on purpose. */
  public void resend() {
    resent = true;
  }

  public boolean wasResent() {
    return resent;
  }

  /** A record with its id is in the log. */
  public void foundInLog() {
    inLog = true;
  }

  public boolean inLog() {
    return inLog;
  }

  /**
   * A command of it should have had an effect, and the databases show none.
   *
   * @param appendedMillis when that command came into the log, milliseconds since 1970
   */
  public void missEffect(long appendedMillis) {
    missingSinceMillis = Math.max(1, appendedMillis);
  }

  /** When the command whose effect is missing came into the log; 0 when none is missing. */
  public long missingSinceMillis() {
    return missingSinceMillis;
  }

  /** One of its commands stands in the log again, appended at that time. */
  public void repeat(long appendedMillis) {
    repeatedAtMillis = Math.max(repeatedAtMillis, appendedMillis);
  }

  /** When the last repeated record of it came into the log; 0 when none was repeated. */
  public long repeatedAtMillis() {
    return repeatedAtMillis;
  }

  /** A command of it that moves money was answered, for the first time or again. */
  public void answerForMoney(long appendedMillis) {
    moneyAnsweredAtMillis = Math.max(moneyAnsweredAtMillis, appendedMillis);
  }

  /** When the last such answer was appended; 0 without one. */
  public long moneyAnsweredAtMillis() {
    return moneyAnsweredAtMillis;
  }

  /** Counts a posting that carries its id. Internal accounts' legs don't count. */
  public void post(PostingRow row) {
    if (row.isInternal()) {
      return;
    }
    boolean debit = row.amountMinor() < 0;
    String expected = debit ? wish.from() : wish.to();
    if (!row.account().equals(expected) || !row.currency().equals(wish.currency())) {
      strayAccount = row.account();
    } else if (debit) {
      debits++;
      debitedMinor -= row.amountMinor();
    } else {
      credits++;
      creditedMinor += row.amountMinor();
    }
  }

  /** Notes the state of its hold row. */
  public void hold(String state) {
    hold = state;
  }

  /** The state of its hold row; empty without one. */
  public String holdState() {
    return hold;
  }

  /** What its own command on the ledger, an Open, a Close or a direct Post, was answered. */
  public void answer(Outcome outcome, long atMillis) {
    if (outcome == Outcome.CONFLICTS_WITH_EARLIER || outcome == Outcome.EXPIRED) {
      return;
    }
    opened |= outcome == Outcome.APPLIED;
    refused |= outcome != Outcome.APPLIED;
    endAt(atMillis);
  }

  /** The end that was told on {@code transfer-results}. */
  public void end(TransferResult result, long atMillis) {
    if (end == null) {
      end = result.end();
      reason = result.reason().orElse(null);
    }
    endAt(atMillis);
  }

  private void endAt(long atMillis) {
    if (endedAtMillis == 0) {
      endedAtMillis = atMillis;
    }
  }

  /** A dead letter says that the intent's own content met an id that other content had taken. */
  public void conflict() {
    conflicted = true;
  }

  /** A dead letter says that it came too late to be judged. */
  public void expire() {
    expired = true;
  }

  /** A dead letter says that it could not be read. */
  public void deadLetter() {
    deadLettered = true;
  }

  /** How its transfer ended, if it was told. */
  public Optional<TransferResult.End> end() {
    return Optional.ofNullable(end);
  }

  /** Why, unless it completed. */
  public Optional<Outcome> reason() {
    return Optional.ofNullable(reason);
  }

  /** When its first end was appended, milliseconds since 1970; 0 without an end. */
  public long endedAtMillis() {
    return endedAtMillis;
  }

  /** Whether an answer or a result says how it ended. */
  public boolean ended() {
    return end != null || refused || opened || conflicted || expired || deadLettered;
  }

  /** An account that its id moved money on although the intent does not say so. */
  public Optional<String> strayAccount() {
    return Optional.ofNullable(strayAccount);
  }

  /** How often the paying account was debited. */
  public int debits() {
    return debits;
  }

  /** How often the paid account was credited. */
  public int credits() {
    return credits;
  }

  public long debitedMinor() {
    return debitedMinor;
  }

  public long creditedMinor() {
    return creditedMinor;
  }

  boolean effectMissing() {
    return missingSinceMillis != 0;
  }

  boolean wasRefused() {
    return refused;
  }

  boolean wasOpened() {
    return opened;
  }

  boolean wasConflicted() {
    return conflicted;
  }

  boolean wasExpired() {
    return expired || end == TransferResult.End.EXPIRED;
  }

  boolean wasDeadLettered() {
    return deadLettered;
  }

  /** Whether any posting on a client's account carries its id. */
  public boolean movedMoney() {
    return debits > 0 || credits > 0 || strayAccount != null;
  }

  /** Whether exactly the intended money moved, once. */
  public boolean movedAsIntended() {
    return switch (wish.kind()) {
      case OPEN ->
          debits == 0
              && credits == (wish.amountMinor() > 0 ? 1 : 0)
              && creditedMinor == wish.amountMinor();
      case CLOSE, UNREADABLE -> debits == 0 && credits == 0;
      case POST, SAGA ->
          debits == 1
              && credits == 1
              && debitedMinor == wish.amountMinor()
              && creditedMinor == wish.amountMinor();
    };
  }
}
