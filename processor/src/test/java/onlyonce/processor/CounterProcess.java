package onlyonce.processor;

import java.util.Map;
import java.util.TreeMap;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;

/** A processor that counts, as a process of its own: one that can be killed and paused. */
final class CounterProcess {
  private CounterProcess() {}

  /**
   * @param args bootstrap servers, the topics' prefix, the instance, the number of ledger
   *     partitions, then {@code shard=jdbcUrl} for each shard
   */
  public static void main(String[] args) {
    Map<String, String> urls = new TreeMap<>();
    for (int i = 4; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      urls.put(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    ShardMap map = ShardMap.modulo(Partitioning.hash(Integer.parseInt(args[3])), urls);
    ProcessorSettings settings =
        new ProcessorSettings(
            Map.of("bootstrap.servers", args[0]),
            args[1] + "-group",
            args[1] + "-commands",
            CounterShards.APPLY,
            args[2]);
    try (Processor<Count> processor =
        new Processor<>(settings, map, new CounterHandler(args[1] + "-outcomes"))) {
      processor.run();
    }
  }
}
