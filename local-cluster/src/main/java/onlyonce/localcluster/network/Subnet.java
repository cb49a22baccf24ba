package onlyonce.localcluster.network;

import java.util.Collection;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * 254 addresses for one cluster, out of 198.18.0.0/15. That range is set aside for tests of
 * networks (RFC 2544): no office, no cloud and no other container should be found there. Whether
 * one is, this machine's routes tell.
 *
 * @param prefix the first three bytes, such as {@code 198.18.7}
 */
record Subnet(String prefix) {
  /** Its first address belongs to this machine, outside of the namespaces. */
  static final int HOST_NUMBER = 1;

  static final int LAST_NUMBER = 254;

  private static final Pattern PREFIX = Pattern.compile("198\\.(18|19)\\.(\\d{1,3})");
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");
  private static final String END = ".0/24";
  private static final int TRIES = 200;

  Subnet {
    Matcher matcher = PREFIX.matcher(prefix);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 255) {
      throw new IllegalArgumentException("no subnet of 198.18.0.0/15: " + prefix);
    }
  }

  /** One that {@link #cidr} wrote; empty for any other text. */
  static Optional<Subnet> parse(String cidr) {
    return cidr.endsWith(END) && PREFIX.matcher(prefixOf(cidr)).matches()
        ? Optional.of(new Subnet(prefixOf(cidr)))
        : Optional.empty();
  }

  /**
   * One that overlaps with nothing.
   *
   * @param wish taken if it is free
   * @param routes destinations that are in use here, each an address or a CIDR
   */
  static Subnet choose(Optional<Subnet> wish, Collection<String> routes, RandomGenerator random) {
    if (wish.isPresent() && wish.get().isFree(routes)) {
      return wish.get();
    }
    for (int i = 0; i < TRIES; i++) {
      Subnet candidate =
          new Subnet("198.%d.%d".formatted(random.nextInt(18, 20), random.nextInt(256)));
      if (candidate.isFree(routes)) {
        return candidate;
      }
    }
    throw new LocalClusterException(
        "no subnet of 198.18.0.0/15 is free: `ip route` shows who has it");
  }

  String cidr() {
    return prefix + END;
  }

  String address(int number) {
    if (number < HOST_NUMBER || number > LAST_NUMBER) {
      throw new IllegalArgumentException("no address of " + cidr() + ": " + number);
    }
    return prefix + "." + number;
  }

  private boolean isFree(Collection<String> routes) {
    return routes.stream().noneMatch(this::overlaps);
  }

  private boolean overlaps(String route) {
    Matcher matcher = CIDR.matcher(route);
    if (!matcher.matches()) {
      return false;
    }
    int length = matcher.group(5) == null ? 32 : Integer.parseInt(matcher.group(5));
    int shorter = Math.min(length, 24);
    long mask = shorter == 0 ? 0 : -1L << (32 - shorter);
    return (bits(matcher) & mask) == (bits(CIDR, address(HOST_NUMBER)) & mask);
  }

  private static long bits(Pattern pattern, String address) {
    Matcher matcher = pattern.matcher(address);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no address: " + address);
    }
    return bits(matcher);
  }

  private static long bits(Matcher address) {
    long bits = 0;
    for (int i = 1; i <= 4; i++) {
      bits = bits << 8 | Integer.parseInt(address.group(i));
    }
    return bits;
  }

  private static String prefixOf(String cidr) {
    return cidr.substring(0, cidr.length() - END.length());
  }
}
