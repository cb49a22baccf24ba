package onlyonce.ledger.read;

import java.util.Locale;

/**
 * One server with a shard's books.
 *
 * @param name how answers call it
 * @param user with the rights of {@code onlyonce_audit}
 */
public record Replica(String name, Role role, String jdbcUrl, String user) {

  /** What it is said to be; it says so itself too. */
  public enum Role {
    PRIMARY,
    STANDBY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
