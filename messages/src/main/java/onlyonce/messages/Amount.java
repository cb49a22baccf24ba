package onlyonce.messages;

/**
 * An amount of money in the currency's minor units (cents): from 1 to 2^53 - 1, so that no JSON
 * reader in any language corrupts it.
 */
public record Amount(long minor) {
  /** 2^53 - 1, the largest integer that every JSON reader keeps exact. */
  public static final long MAX_MINOR = (1L << 53) - 1;

  /**
   * @throws IllegalArgumentException when {@code minor} is not from 1 to {@link #MAX_MINOR}
   */
  public Amount {
    if (minor < 1 || minor > MAX_MINOR) {
      throw new IllegalArgumentException(
          "amount_minor must be from 1 to " + MAX_MINOR + " but is " + minor);
    }
  }

  @Override
  public String toString() {
    return Long.toString(minor);
  }
}
