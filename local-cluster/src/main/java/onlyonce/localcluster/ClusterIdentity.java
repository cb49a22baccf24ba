package onlyonce.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.localcluster.kafka.BrokerAddress;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.process.LocalClusterException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What a home's data belong to, kept from one {@code up} to the next. The ports are wishes: one
 * that somebody else has taken meanwhile is replaced, in every broker's settings. So are the
 * addresses of its network, as CIDR.
 */
record ClusterIdentity(
    String clusterId,
    List<BrokerAddress> brokers,
    List<Integer> databasePorts,
    Map<String, Integer> standbyPorts,
    Replication replication,
    @Nullable String network) {
  ClusterIdentity {
    brokers = List.copyOf(brokers);
    databasePorts = List.copyOf(databasePorts);
    // Homes from before there were standbys say nothing of them.
    standbyPorts = standbyPorts == null ? Map.of() : Map.copyOf(standbyPorts);
    replication = replication == null ? Replication.none() : replication;
  }

  static String brokerName(int number) {
    return "broker-" + number;
  }

  static String shardName(int number) {
    return "shard-" + number;
  }

  static String standbyName(int shard, int number) {
    return shardName(shard) + "-standby-" + number;
  }

  /** The home's identity, or a new one, with ports that are free and held. */
  static ClusterIdentity of(ClusterHome home, ClusterSpec spec, FreePorts ports, Network network) {
    ClusterIdentity before = before(home);
    before.refuseOtherShape(home, spec);
    List<BrokerAddress> brokers = new ArrayList<>();
    for (int i = 0; i < spec.brokers(); i++) {
      BrokerAddress wish = i < before.brokers.size() ? before.brokers.get(i) : null;
      brokers.add(
          new BrokerAddress(
              i + 1,
              network.host(brokerName(i + 1)),
              ports.take(wish == null ? 0 : wish.clientPort()),
              ports.take(wish == null ? 0 : wish.controllerPort())));
    }
    List<Integer> databases = new ArrayList<>();
    for (int i = 0; i < spec.shards(); i++) {
      databases.add(ports.take(i < before.databasePorts.size() ? before.databasePorts.get(i) : 0));
    }
    Map<String, Integer> standbys = new TreeMap<>();
    for (int shard = 1; shard <= spec.shards(); shard++) {
      for (int i = 1; i <= spec.replication().standbys(); i++) {
        String name = standbyName(shard, i);
        standbys.put(name, ports.take(before.standbyPorts.getOrDefault(name, 0)));
      }
    }
    ClusterIdentity identity =
        new ClusterIdentity(
            before.clusterId, brokers, databases, standbys, spec.replication(), network.peers());
    identity.save(home);
    return identity;
  }

  /** The same with a shard of that number, the first one that is not in use. */
  ClusterIdentity withShard(int number, ClusterHome home, FreePorts ports) {
    List<Integer> databases = new ArrayList<>(databasePorts.subList(0, number - 1));
    databases.add(ports.take(number <= databasePorts.size() ? databasePorts.get(number - 1) : 0));
    Map<String, Integer> standbys = new TreeMap<>(standbyPorts);
    for (int i = 1; i <= replication.standbys(); i++) {
      String name = standbyName(number, i);
      standbys.put(name, ports.take(standbyPorts.getOrDefault(name, 0)));
    }
    ClusterIdentity grown =
        new ClusterIdentity(clusterId, brokers, databases, standbys, replication, network);
    grown.save(home);
    return grown;
  }

  /** The servers of one shard, its first primary first. */
  ShardServers servers(int shard, ClusterHome home, Network network) {
    List<ShardServers.Server> servers = new ArrayList<>();
    String first = shardName(shard);
    servers.add(new ShardServers.Server(first, network.host(first), databasePorts.get(shard - 1)));
    for (int i = 1; i <= replication.standbys(); i++) {
      String name = standbyName(shard, i);
      Integer port = standbyPorts.get(name);
      if (port == null) {
        throw new LocalClusterException("no port was chosen for " + name);
      }
      servers.add(new ShardServers.Server(name, network.host(name), port));
    }
    return new ShardServers(first, servers, replication, home, network);
  }

  static ClusterIdentity before(ClusterHome home) {
    if (!Files.exists(home.identityFile())) {
      return new ClusterIdentity(
          Uuid.randomUuid().toString(), List.of(), List.of(), Map.of(), Replication.none(), null);
    }
    try {
      return Json.read(home.identityFile(), ClusterIdentity.class);
    } catch (IOException e) {
      throw new LocalClusterException(
          "cannot read which cluster the data in " + home.path() + " belong to", e);
    }
  }

  /**
   * A quorum can't be resized by counting again, and a shard left out would take its data along.
   */
  private void refuseOtherShape(ClusterHome home, ClusterSpec spec) {
    boolean otherQuorum = !brokers.isEmpty() && brokers.size() != spec.brokers();
    if (otherQuorum || databasePorts.size() > spec.shards()) {
      throw new LocalClusterException(
          "%s holds data of %d brokers and %d shards, not of %d and %d: use another home, or delete this one"
              .formatted(
                  home.path(),
                  brokers.size(),
                  databasePorts.size(),
                  spec.brokers(),
                  spec.shards()));
    }
    if (replication.standbys() > spec.replication().standbys()) {
      throw new LocalClusterException(
          "%s holds data of %d standbys a shard, one of which may be a primary by now: start it with as many, not with %d"
              .formatted(home.path(), replication.standbys(), spec.replication().standbys()));
    }
  }

  private void save(ClusterHome home) {
    try {
      Json.write(home.identityFile(), this);
    } catch (IOException e) {
      throw new LocalClusterException("cannot write " + home.identityFile(), e);
    }
  }
}
