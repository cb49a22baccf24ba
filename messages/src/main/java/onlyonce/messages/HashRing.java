package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Shards on a circle, each at many points, so that what leaves one of them is spread over all the
 * others. A ledger partition prefers the shards in the order in which it meets them clockwise. That
 * order among old shards stays the same when a new one comes.
 */
final class HashRing {
  private static final int POINTS_A_SHARD = 128;

  private final NavigableMap<Long, String> points = new TreeMap<>();
  private final int shards;

  HashRing(SortedSet<String> shards) {
    this.shards = shards.size();
    MessageDigest digest = sha256();
    for (String shard : shards) {
      for (int point = 0; point < POINTS_A_SHARD; point++) {
        points.put(hash(digest, shard + '#' + point), shard);
      }
    }
  }

  /** All shards, the most preferred one first. */
  List<String> preferred(int partition) {
    long from = hash(sha256(), "ledger-partition-" + partition);
    Set<String> met = new LinkedHashSet<>();
    List<String> clockwise = new ArrayList<>(points.tailMap(from, true).values());
    clockwise.addAll(points.headMap(from, false).values());
    for (String shard : clockwise) {
      met.add(shard);
      if (met.size() == shards) {
        break;
      }
    }
    return List.copyOf(met);
  }

  private static long hash(MessageDigest digest, String text) {
    return ByteBuffer.wrap(digest.digest(text.getBytes(UTF_8))).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
