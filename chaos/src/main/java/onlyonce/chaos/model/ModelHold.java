package onlyonce.chaos.model;

import java.util.UUID;

/** A hold as the model has it. */
public final class ModelHold {
  private final UUID transferId;
  private final String account;
  private final String currency;
  private final long amountMinor;
  private String state;

  ModelHold(UUID transferId, String account, String currency, long amountMinor, String state) {
    this.transferId = transferId;
    this.account = account;
    this.currency = currency;
    this.amountMinor = amountMinor;
    this.state = state;
  }

  public UUID transferId() {
    return transferId;
  }

  public String account() {
    return account;
  }

  /** Empty in a tombstone. */
  public String currency() {
    return currency;
  }

  /** 0 in a tombstone. */
  public long amountMinor() {
    return amountMinor;
  }

  /** {@code held}, {@code settled}, {@code released} or {@code tombstone}. */
  public String state() {
    return state;
  }

  void become(String newState) {
    state = newState;
  }
}
