package onlyonce.messages;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDv7 ids (RFC 9562): new ones, derived ones, and the time inside them. */
public final class CommandIds {
  private static final long TIME_BITS = 0xFFFF_FFFF_FFFF_0000L;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
  private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(CommandIds::sha256);

  private final TimeOrderedEpochFactory factory;

  /**
   * @param random where the ids' random bits come from
   */
  public CommandIds(Clock clock, RandomGenerator random) {
    this.factory =
        TimeOrderedEpochFactory.builder()
            .withClock(clock)
            .withRandomFunction(random::nextLong)
            .build();
  }

  /** A new id; ids of one instance rise. */
  public UUID next() {
    return factory.create();
  }

  /**
   * The id of a saga step or message that follows from another: the same time bits, and random bits
   * from a SHA-256 of the parent and the name, so that a retried step is the same command.
   *
   * @param name of what is derived, such as {@code Hold}
   */
  public static UUID derived(UUID parent, String name) {
    MessageDigest sha256 = SHA_256.get();
    sha256.update(
        ByteBuffer.allocate(16)
            .putLong(parent.getMostSignificantBits())
            .putLong(parent.getLeastSignificantBits())
            .array());
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high =
        (parent.getMostSignificantBits() & TIME_BITS) | VERSION_7 | (hash.getLong() & 0xFFF);
    long low = (hash.getLong() & ~VARIANT_BITS) | VARIANT_RFC;
    return new UUID(high, low);
  }

  /** The id of a transfer's saga step. */
  public static UUID ofStep(UUID transferId, CommandType step) {
    return derived(transferId, step.label());
  }

  /** The UUIDv7 behind its one spelling, lower case with hyphens, or nothing. */
  static Optional<UUID> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return Optional.empty();
        }
        continue;
      }
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      high = i < 18 ? high << 4 | digit : high;
      low = i < 18 ? low : low << 4 | digit;
    }
    UUID id = new UUID(high, low);
    return isVersion7(id) ? Optional.of(id) : Optional.empty();
  }

  /** Whether the id is a UUIDv7 of the RFC's variant. */
  public static boolean isVersion7(UUID id) {
    return id.version() == 7 && id.variant() == 2;
  }

  /** The time in a UUIDv7, in milliseconds since 1970. */
  public static long timeMillis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }

  /** The time in a UUIDv7. */
  public static Instant time(UUID id) {
    return Instant.ofEpochMilli(timeMillis(id));
  }

  /**
   * The smallest UUIDv7 of a millisecond: the lower bound of a range of ids by time.
   *
   * @param timeMillis since 1970, not negative
   */
  public static UUID lowest(long timeMillis) {
    return new UUID((timeMillis << 16) | VERSION_7, VARIANT_RFC);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
