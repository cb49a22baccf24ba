package onlyonce.messages;

import java.util.regex.Pattern;

/**
 * The name of an account: 1 to 64 characters of {@code [A-Za-z0-9._:-]}. Internal accounts
 * (treasury, in-transit) start with {@code ~}, which no client can name.
 */
public record AccountId(String value) implements Comparable<AccountId> {
  private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Pattern INTERNAL = Pattern.compile("~[A-Za-z0-9._:-]{1,63}");

  /**
   * @throws IllegalArgumentException when the name is neither a client's nor an internal one
   */
  public AccountId {
    if (!CLIENT.matcher(value).matches() && !INTERNAL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "account id must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is \"" + value + '"');
    }
  }

  /**
   * An account that a client names.
   *
   * @throws IllegalArgumentException also when the name is an internal one
   */
  public static AccountId ofClient(String value) {
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
