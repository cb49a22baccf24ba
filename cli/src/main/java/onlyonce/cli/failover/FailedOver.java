package onlyonce.cli.failover;

import java.util.List;

/**
 * A failover that is published.
 *
 * @param from the primary before, by its name
 * @param to the primary now
 * @param term under which it was done
 * @param partitions that live there
 * @param millis from the first step to the publication
 */
public record FailedOver(
    String shard, String from, String to, long term, List<Integer> partitions, long millis) {
  @Override
  public String toString() {
    return "%s failed over from %s to %s under term %d: ledger partitions %s live there after %d ms"
        .formatted(shard, from, to, term, partitions, millis);
  }
}
