package onlyonce.messages;

import java.util.UUID;

/** A client's intent: move an amount between two accounts, once, under this id (a UUIDv7). */
public record Transfer(
    UUID id, AccountId from, AccountId to, Amount amount, CurrencyCode currency) {

  /** The same intent as a command for the one ledger partition that holds both accounts. */
  public Command.Post asPost() {
    return new Command.Post(from, to, amount, currency);
  }
}
