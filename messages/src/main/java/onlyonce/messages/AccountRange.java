package onlyonce.messages;

import java.util.Optional;

/**
 * Clients' accounts from one name to another, both included, in the order of their bytes; open
 * where no end is given.
 */
public record AccountRange(Optional<AccountId> from, Optional<AccountId> to) {

  /**
   * @throws IllegalArgumentException when the range ends before it begins
   */
  public AccountRange {
    if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      throw new IllegalArgumentException(
          "the range begins at " + from.get() + ", behind its end " + to.get());
    }
  }

  public static AccountRange of(AccountId from, AccountId to) {
    return new AccountRange(Optional.of(from), Optional.of(to));
  }
}
