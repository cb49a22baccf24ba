package onlyonce.messages;

import org.jspecify.annotations.Nullable;

/**
 * The name of an account: 1 to 64 characters of {@code [A-Za-z0-9._:-]}. Internal accounts
 * (treasury, in-transit) start with {@code ~}, which no client can name.
 */
public record AccountId(String value) implements Comparable<AccountId> {
  private static final int MAX_LENGTH = 64;

  /**
   * Clients' accounts that were named lately, each where its hash says. Most records name an
   * account that another one did: the same object is checked once, copied by no collection, and
   * found in a map by being itself. Threads may overwrite each other's: all that can be lost is
   * time.
   */
  private static final @Nullable AccountId[] LATELY = new AccountId[1 << 15];

  /**
   * @throws IllegalArgumentException when the name is neither a client's nor an internal one
   */
  public AccountId {
    if (!isName(value)) {
      throw new IllegalArgumentException(
          "account id must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is \"" + value + '"');
    }
  }

  private static boolean isName(String value) {
    int from = value.startsWith("~") ? 1 : 0;
    if (value.length() == from || value.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = from; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == ':'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /**
   * An account that a client names.
   *
   * @throws IllegalArgumentException also when the name is an internal one
   */
  public static AccountId ofClient(String value) {
    int hash = value.hashCode();
    int place = (hash ^ hash >>> 15) & (LATELY.length - 1);
    AccountId known = LATELY[place];
    if (known != null && known.value.equals(value)) {
      return known;
    }
    AccountId account = checkedClient(value);
    LATELY[place] = account;
    return account;
  }

  private static AccountId checkedClient(String value) {
    AccountId account = new AccountId(value);
    if (account.isInternal()) {
      throw new IllegalArgumentException(
          "account id \""
              + value
              + "\" is internal; clients cannot name accounts that start with ~");
    }
    return account;
  }

  /** Whether the account belongs to the ledger itself. */
  public boolean isInternal() {
    return value.charAt(0) == '~';
  }

  @Override
  public int compareTo(AccountId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
