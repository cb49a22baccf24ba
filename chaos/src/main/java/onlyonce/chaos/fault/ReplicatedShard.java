package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMapTopic;

/** One shard's servers as faults see them, asked anew each time. */
record ReplicatedShard(Surroundings surroundings, String name) {
  private static final Duration WHOLE_AGAIN = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /**
   * Where the map says that it lives.
   *
   * @param partitions that live there
   */
  record Place(String jdbcUrl, long epoch, List<Integer> partitions) {}

  List<Shard> servers() {
    return surroundings.cluster().servers().stream()
        .filter(server -> server.shard().equals(name))
        .toList();
  }

  List<Shard> standbys() {
    return servers().stream().filter(server -> server.role().equals(Shard.STANDBY)).toList();
  }

  /**
   * The primary of a shard whose replicas all run, since another failover must be possible.
   *
   * @throws FaultMissedException when they don't, or there are none
   */
  Shard primaryOfWhole() throws FaultMissedException {
    if (standbys().isEmpty()) {
      throw new FaultMissedException(name + " has no standby that could take over");
    }
    if (!isWhole()) {
      throw new FaultMissedException(name + " is not whole yet after the failover before");
    }
    return primary().orElseThrow(() -> new FaultMissedException(name + " has no primary"));
  }

  private Optional<Shard> primary() {
    return servers().stream().filter(server -> server.role().equals(Shard.PRIMARY)).findFirst();
  }

  private boolean isWhole() {
    return servers().stream()
        .allMatch(
            server ->
                !server.role().equals(Shard.ABANDONED)
                    && surroundings.cluster().status().node(server.name()).state()
                        == NodeState.RUNNING);
  }

  /** Waits until one primary and otherwise standbys run. */
  void awaitWhole() {
    long deadline = System.nanoTime() + WHOLE_AGAIN.toNanos();
    while (!isWhole()) {
      if (System.nanoTime() > deadline) {
        throw new LocalClusterException(
            "%s is not whole after %d s: %s".formatted(name, WHOLE_AGAIN.toSeconds(), servers()));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** Has its standbys receive nothing more, and lets the primary commit on for so long. */
  void lagBehind(Duration lag) {
    if (lag.isPositive()) {
      try {
        standbys().forEach(standby -> surroundings.cluster().detach(standby.name()));
      } catch (LocalClusterException e) {
        followAgain();
        throw e;
      }
      LockSupport.parkNanos(lag.toNanos());
    }
  }

  private void followAgain() {
    String primary = primary().orElseThrow().name();
    standbys().forEach(standby -> surroundings.cluster().follow(standby.name(), primary));
  }

  Place place() {
    ShardMap map =
        ShardMapTopic.read(surroundings.clientProperties())
            .orElseThrow(() -> new LocalClusterException("there is no shard map"));
    List<Integer> partitions = map.partitionsOf(name);
    ShardMap.Place any = map.place(partitions.getFirst());
    return new Place(any.jdbcUrl(), any.epoch(), partitions);
  }

  /** The server of the shard that lives there. */
  Shard server(String jdbcUrl) {
    return servers().stream()
        .filter(server -> server.jdbcUrl().equals(jdbcUrl))
        .findFirst()
        .orElseThrow(() -> new LocalClusterException(jdbcUrl + " is no server of " + name));
  }

  /** What the last one to come back had committed alone; empty until that is noted. */
  Optional<ShardView.Discarded> discarded(String server, String since) {
    try {
      return ShardView.discarded(server(place().jdbcUrl()), server, since);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }
}
