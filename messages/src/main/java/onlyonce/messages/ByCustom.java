package onlyonce.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * A user's {@link AccountPartitioner}. Two are equal when their names are: the name stands in the
 * shard map, and a fingerprint beside it tells when another function has come under that name.
 */
public final class ByCustom implements PartitionFunction {
  private static final String NAMES = "[a-z][a-z0-9-]{0,63}";
  private static final int SAMPLES = 2_000;
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-";

  private final AccountPartitioner partitioner;
  private final String name;

  private ByCustom(AccountPartitioner partitioner) {
    this.partitioner = partitioner;
    this.name = partitioner.name();
  }

  /**
   * The function of that name on the class path.
   *
   * @throws IllegalArgumentException when there is none, or more than one
   */
  public static ByCustom named(String name) {
    List<AccountPartitioner> known =
        ServiceLoader.load(AccountPartitioner.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    List<AccountPartitioner> found =
        known.stream().filter(candidate -> candidate.name().equals(name)).toList();
    if (found.size() == 1 && isName(name)) {
      return new ByCustom(found.getFirst());
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "partition function \"%s\" is unknown; known: hash, range%s; others are found by ServiceLoader as %s"
              .formatted(
                  name,
                  known.stream().map(other -> ", " + other.name()).collect(Collectors.joining()),
                  AccountPartitioner.class.getName()));
    }
    throw new IllegalArgumentException(
        found.size() > 1
            ? "partition function \"%s\" is on the class path %d times"
                .formatted(name, found.size())
            : "a partition function's name is lower case letters, digits and hyphens and not hash or range, but is \""
                + name
                + '"');
  }

  private static boolean isName(String name) {
    return name.matches(NAMES) && !name.equals(ByHash.NAME) && !name.equals(ByRange.NAME);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int of(AccountId account, int count) {
    int partition = partitioner.partition(account.value(), count);
    if (partition < 0 || partition >= count) {
      throw new IllegalStateException(
          "partition function \"%s\" puts account %s into ledger partition %d of %d; mend it, they count from 0"
              .formatted(name, account, partition, count));
    }
    return partition;
  }

  /** One look at each sample: a function that leaves the count is refused before it is used. */
  @Override
  public void requireFits(int count) {
    try {
      var _ = fingerprint(count);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public List<Integer> mayHold(AccountRange range, int count) {
    return PartitionFunction.all(count);
  }

  @Override
  public String describe() {
    return name;
  }

  /**
   * What the function says of some thousand names, as a hash. It notices most changed functions,
   * not every one: no sample holds all names.
   */
  String fingerprint(int count) {
    // This generator's numbers are specified, so they stay the same in every release of Java.
    Random random = new Random(20_260_101);
    StringBuilder said = new StringBuilder(SAMPLES * 3);
    for (int i = 0; i < SAMPLES; i++) {
      said.append(of(sample(i, random), count)).append(',');
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.toString().getBytes(US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Half of them like names that people give, half of any characters. */
  private static AccountId sample(int i, Random random) {
    int length = i % 2 == 0 ? 3 : 1 + random.nextInt(64);
    StringBuilder name = new StringBuilder(64);
    for (int c = 0; c < length; c++) {
      name.append(ALPHABET.charAt(random.nextInt(i % 2 == 0 ? 26 : ALPHABET.length())));
    }
    return new AccountId(i % 2 == 0 ? name.append('-').append(i).toString() : name.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByCustom custom && custom.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "ByCustom[" + name + ']';
  }
}
