package onlyonce.processor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import onlyonce.messages.ShardMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which server's tasks each of our partitions is with, by the shard map of now. Confined to the
 * poll loop's thread, but for the map.
 *
 * <pre>
 *   assigned by Kafka --> with its place's tasks --(revoked, lost, another place)--> leaving
 *   leaving --(nothing of it is under way there, still assigned)--> with its place's tasks of now
 * </pre>
 *
 * <p>A partition is with one server at a time: what the handler remembers of it must not be touched
 * by two threads, and what one tenure publishes must not come behind the next one's. A server that
 * the map names no more is cut off, since one that does not answer would hold that up for long.
 */
final class ShardRouting<C> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardRouting.class);

  private final Function<Server, ShardTasks<C>> open;
  private final IntConsumer onArrival;
  private final Map<Server, ShardTasks<C>> servers = new TreeMap<>();
  private final Map<Integer, ShardTasks<C>> with = new TreeMap<>();
  private final Set<Integer> assigned = new TreeSet<>();
  private final Set<Integer> leaving = new TreeSet<>();
  private final List<ShardWorker<C>> retired = new ArrayList<>();
  private volatile ShardMap map;

  /** A shard's primary, as a place names it. */
  record Server(String shard, String jdbcUrl) implements Comparable<Server> {
    static Server of(ShardMap.Place place) {
      return new Server(place.shard(), place.jdbcUrl());
    }

    @Override
    public int compareTo(Server other) {
      int byShard = shard.compareTo(other.shard);
      return byShard != 0 ? byShard : jdbcUrl.compareTo(other.jdbcUrl);
    }
  }

  /**
   * @param open makes a server's tasks; it need not answer yet
   * @param onArrival told of each partition that came from one server to another, or back
   */
  ShardRouting(ShardMap map, Function<Server, ShardTasks<C>> open, IntConsumer onArrival) {
    this.map = map;
    this.open = open;
    this.onArrival = onArrival;
  }

  /** Makes the tasks of every server that the map names. */
  void begin() {
    map.places().values().forEach(place -> servers.computeIfAbsent(Server.of(place), open));
  }

  /** The epoch that the map of now knows of a partition; from any thread. */
  long epoch(int partition) {
    return map.place(partition).epoch();
  }

  Collection<ShardTasks<C>> all() {
    return servers.values();
  }

  /** The tasks of those servers that these partitions are with; a leaving one is with none. */
  Set<ShardTasks<C>> of(Collection<Integer> partitions) {
    return partitions.stream().filter(with::containsKey).map(with::get).collect(Collectors.toSet());
  }

  /** Kafka gives us a partition. */
  void assign(int partition) {
    assigned.add(partition);
    if (!leaving.contains(partition)) {
      place(partition);
    }
  }

  /** Kafka takes a partition from us. */
  void remove(int partition) {
    assigned.remove(partition);
    ShardTasks<C> tasks = with.remove(partition);
    if (tasks != null) {
      leaving.add(partition);
      tasks.remove(partition, () -> gone(partition));
    }
  }

  private void gone(int partition) {
    leaving.remove(partition);
    if (assigned.contains(partition)) {
      place(partition);
      onArrival.accept(partition);
    }
  }

  private void place(int partition) {
    ShardTasks<C> tasks = servers.computeIfAbsent(Server.of(map.place(partition)), open);
    with.put(partition, tasks);
    tasks.assign(partition);
  }

  /**
   * Goes by another map: partitions whose place changed leave their server for the new one. The
   * others notice nothing.
   *
   * @return the partitions of ours that leave
   */
  List<Integer> adopt(ShardMap latest) {
    ShardMap before = map;
    map = latest;
    begin();
    List<Integer> moved =
        with.keySet().stream().filter(p -> !latest.place(p).isAt(before.place(p))).toList();
    for (int partition : moved) {
      LOG.info("ledger partition {} lives at {} now", partition, latest.place(partition));
      leaving.add(partition);
      ShardTasks<C> tasks = with.remove(partition);
      if (tasks != null) {
        tasks.moveOut(partition, () -> gone(partition));
      }
    }
    retireOthers();
    return moved;
  }

  private void retireOthers() {
    retired.removeIf(ShardWorker::hasEnded);
    Set<Server> named = map.places().values().stream().map(Server::of).collect(Collectors.toSet());
    servers
        .entrySet()
        .removeIf(
            entry -> {
              boolean unnamed = !named.contains(entry.getKey());
              if (unnamed) {
                LOG.info("{} is no place of any ledger partition now", entry.getKey());
                entry.getValue().worker().retire();
                retired.add(entry.getValue().worker());
              }
              return unnamed;
            });
  }

  /** Ends every worker after its last task, and waits for that. */
  void end() {
    servers.values().forEach(tasks -> tasks.worker().end());
    servers.values().forEach(tasks -> tasks.worker().awaitEnd());
    retired.forEach(ShardWorker::awaitEnd);
  }
}
