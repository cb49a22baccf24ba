package onlyonce.processor;

/**
 * The tiny command of these tests: adds to a counter, or only reads it.
 *
 * @param amount 0 reads; that is idempotent, so it never expires
 */
record Count(String key, long amount) {
  /** The {@code ce_type} of all of them. */
  static final String EVENT_TYPE = "test.Count";

  boolean isRead() {
    return amount == 0;
  }

  /** The payload, such as {@code a 5}. */
  byte[] encode() {
    return (key + " " + amount).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
