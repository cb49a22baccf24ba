package onlyonce.ledger;

import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CurrencyCode;

/**
 * What a ledger partition remembers of a transfer's hold, for ever: it is the dedup of Settle and
 * Release, and what makes steps that overtake each other come out right.
 *
 * <pre>
 *   none --Hold--> Held --Settle--> Settled
 *    |              '----Release--> Released
 *    '--Release--> Tombstone        (a late Hold is refused)
 * </pre>
 */
public sealed interface HoldRow {
  /** The transfer that the hold belongs to; a ledger partition has one hold of it at most. */
  UUID transferId();

  /** The account that pays; for a tombstone the one that the Release named. */
  AccountId account();

  /** Money that is reserved at the source. */
  record Held(UUID transferId, AccountId account, Amount amount, CurrencyCode currency)
      implements HoldRow {}

  /** A hold that became a posting. */
  record Settled(UUID transferId, AccountId account, Amount amount, CurrencyCode currency)
      implements HoldRow {}

  /** A hold that was given up. */
  record Released(UUID transferId, AccountId account, Amount amount, CurrencyCode currency)
      implements HoldRow {}

  /** A release that came before its hold. */
  record Tombstone(UUID transferId, AccountId account) implements HoldRow {}
}
