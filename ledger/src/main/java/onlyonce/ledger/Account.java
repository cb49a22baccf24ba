package onlyonce.ledger;

import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;

/**
 * An account's state in one ledger partition. Both amounts are in the currency's minor units.
 *
 * @param postedMinor the sum of the account's postings
 * @param heldMinor the sum of the account's open holds, never negative
 * @param mayGoNegative whether available money may fall below zero
 * @param closed whether the name is used up: a closed account stays closed for ever
 */
public record Account(
    AccountId id,
    CurrencyCode currency,
    long postedMinor,
    long heldMinor,
    boolean mayGoNegative,
    boolean closed) {

  /**
   * @throws IllegalArgumentException when held is negative
   */
  public Account {
    if (heldMinor < 0) {
      throw new IllegalArgumentException(
          "held must not be negative but account " + id + " holds " + heldMinor);
    }
  }

  /** Money between ledger partitions in this currency: each ledger partition has its own. */
  public static AccountId inTransit(CurrencyCode currency) {
    return new AccountId("~in-transit:" + currency);
  }

  /** Where opening balances come from in this currency: each ledger partition has its own. */
  public static AccountId treasury(CurrencyCode currency) {
    return new AccountId("~treasury:" + currency);
  }

  /** An internal account before its first posting. */
  static Account internal(AccountId id, CurrencyCode currency) {
    return new Account(id, currency, 0, 0, true, false);
  }

  Account withPosted(long minor) {
    return new Account(id, currency, minor, heldMinor, mayGoNegative, closed);
  }

  Account withHeld(long minor) {
    return new Account(id, currency, postedMinor, minor, mayGoNegative, closed);
  }

  Account asClosed() {
    return new Account(id, currency, postedMinor, heldMinor, mayGoNegative, true);
  }

  /**
   * Whether the account can pay the amount out of what is posted and not held. Without the flag,
   * available money is never negative, so the differences stay inside 64 bits.
   */
  boolean canPay(long amountMinor) {
    return mayGoNegative || postedMinor - heldMinor >= amountMinor;
  }
}
