package onlyonce.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import onlyonce.localcluster.kafka.BrokerAddress;
import onlyonce.localcluster.process.LocalClusterException;
import org.apache.kafka.common.Uuid;

/**
 * What a home's data belong to, kept from one {@code up} to the next. The ports are wishes: one
 * that somebody else has taken meanwhile is replaced, in every broker's settings.
 */
record ClusterIdentity(String clusterId, List<BrokerAddress> brokers, List<Integer> databasePorts) {
  ClusterIdentity {
    brokers = List.copyOf(brokers);
    databasePorts = List.copyOf(databasePorts);
  }

  /** The home's identity, or a new one, with ports that are free and held. */
  static ClusterIdentity of(ClusterHome home, ClusterSpec spec, FreePorts ports) {
    ClusterIdentity before = before(home);
    before.refuseOtherShape(home, spec);
    List<BrokerAddress> brokers = new ArrayList<>();
    for (int i = 0; i < spec.brokers(); i++) {
      BrokerAddress wish = i < before.brokers.size() ? before.brokers.get(i) : null;
      brokers.add(
          new BrokerAddress(
              i + 1,
              ports.take(wish == null ? 0 : wish.clientPort()),
              ports.take(wish == null ? 0 : wish.controllerPort())));
    }
    List<Integer> databases = new ArrayList<>();
    for (int i = 0; i < spec.shards(); i++) {
      databases.add(ports.take(i < before.databasePorts.size() ? before.databasePorts.get(i) : 0));
    }
    ClusterIdentity identity = new ClusterIdentity(before.clusterId, brokers, databases);
    identity.save(home);
    return identity;
  }

  private static ClusterIdentity before(ClusterHome home) {
    if (!Files.exists(home.identityFile())) {
      return new ClusterIdentity(Uuid.randomUuid().toString(), List.of(), List.of());
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
  }

  private void save(ClusterHome home) {
    try {
      Json.write(home.identityFile(), this);
    } catch (IOException e) {
      throw new LocalClusterException("cannot write " + home.identityFile(), e);
    }
  }
}
