package onlyonce.ledger;

import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;

/**
 * One line of the books.
 *
 * @param amountMinor what the account gains, or loses when negative; in minor units, never zero
 */
public record Posting(Kind kind, AccountId account, CurrencyCode currency, long amountMinor) {

  /** Which command made the posting. */
  public enum Kind {
    OPEN("Open"),
    POST("Post"),
    CREDIT("Credit"),
    SETTLE("Settle");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in the database, such as {@code Post}. */
    public String label() {
      return label;
    }
  }

  /**
   * @throws IllegalArgumentException when the amount is zero
   */
  public Posting {
    if (amountMinor == 0) {
      throw new IllegalArgumentException("a posting to " + account + " must move money");
    }
  }
}
