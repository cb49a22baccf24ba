package onlyonce.cli.failover;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;

/**
 * One shard as it was a moment ago: what its servers' data say, and whom the map names.
 *
 * @param servers all of them
 * @param named the one that the map takes for the primary
 */
record ShardNow(ClusterStatus status, List<Shard> servers, Shard named) {
  /**
   * @param jdbcUrl of the server that the map names
   * @throws IllegalStateException when that is no server of the cluster
   */
  static ShardNow of(ClusterStatus status, String shard, String jdbcUrl) {
    List<Shard> servers =
        status.shards().stream().filter(server -> server.shard().equals(shard)).toList();
    Shard named =
        servers.stream()
            .filter(server -> server.jdbcUrl().equals(jdbcUrl))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the map names %s as the primary of %s, which is no server of this cluster"
                            .formatted(jdbcUrl, shard)));
    return new ShardNow(status, servers, named);
  }

  /**
   * The shards of a map, but for those that are named at no server of the cluster: they are no
   * affair of ours.
   *
   * @param jdbcUrls of the servers that the map names, by shard
   */
  static List<ShardNow> allOf(ClusterStatus status, Map<String, String> jdbcUrls) {
    Set<String> ours = status.shards().stream().map(Shard::jdbcUrl).collect(Collectors.toSet());
    return jdbcUrls.entrySet().stream()
        .filter(place -> ours.contains(place.getValue()))
        .map(place -> of(status, place.getKey(), place.getValue()))
        .toList();
  }

  List<Shard> standbys() {
    return servers.stream().filter(server -> server.role().equals(Shard.STANDBY)).toList();
  }

  /** A primary that the map does not name: somebody promoted it, and came no further. */
  Optional<Shard> promoted() {
    return servers.stream()
        .filter(server -> server.role().equals(Shard.PRIMARY))
        .filter(server -> !server.equals(named))
        .findFirst();
  }

  boolean lives(Shard server) {
    return status.node(server.name()).alive();
  }

  boolean runs(Shard server) {
    return status.node(server.name()).state() == NodeState.RUNNING;
  }

  /** What those standbys say that answer and followed the primary that the map names. */
  List<Candidate> answers() throws InterruptedException {
    return AskStandbys.following(standbys(), List.of(named));
  }

  /** Of n standbys k have an acknowledged commit: so many hold at least one of those. */
  int neededAnswers() {
    Replication replication = status.replication();
    int waitsFor = replication.waitsFor();
    return waitsFor == 0 ? 1 : replication.standbys() - waitsFor + 1;
  }
}
