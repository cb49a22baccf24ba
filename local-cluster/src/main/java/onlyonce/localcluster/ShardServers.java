package onlyonce.localcluster;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.postgres.DataFolder;
import onlyonce.localcluster.postgres.DatabaseConnection;
import onlyonce.localcluster.postgres.ServerReplication;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * One shard's servers. Which of them is the primary stands in their data and nowhere else, so
 * neither a crash nor a restart of the whole cluster can make anybody believe something else:
 *
 * <pre>
 *   standby.signal                             standby
 *   none, the highest timeline of the shard    primary
 *   none, a lower timeline                     abandoned: it was the primary before a promotion
 *   no data yet                                the shard's first server is to be the primary
 * </pre>
 */
record ShardServers(
    String shard,
    List<Server> servers,
    Replication replication,
    ClusterHome home,
    Network network) {

  /** One of them. */
  record Server(String name, String host, int port) {
    DatabaseConnection connection() {
      return new DatabaseConnection(host, port);
    }

    ServerReplication replication() {
      return new ServerReplication(connection());
    }

    /** Slots have no hyphens in their names. */
    String slot() {
      return name.replace('-', '_');
    }
  }

  ShardServers {
    servers = List.copyOf(servers);
  }

  Server server(String name) {
    return servers.stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Nodes.unknown(name, servers.stream().map(Server::name).toList()));
  }

  DataFolder data(Server server) {
    return new DataFolder(home.node(server.name()).resolve("data"));
  }

  /** The one whose writes count. */
  Server primary() {
    List<Server> withData = servers.stream().filter(server -> data(server).exists()).toList();
    if (withData.isEmpty()) {
      return servers.getFirst();
    }
    return withData.stream()
        .filter(server -> !data(server).isStandby())
        // Of two on one timeline the first is taken: nothing tells them apart.
        .max(
            Comparator.<Server>comparingInt(server -> data(server).timeline())
                .thenComparing(Comparator.<Server>comparingInt(servers::indexOf).reversed()))
        .orElseThrow(
            () ->
                new LocalClusterException(
                    shard + " has no primary: each of its servers is a standby; promote one"));
  }

  String role(Server server) {
    if (!data(server).exists()) {
      return server.equals(primary()) ? Shard.PRIMARY : Shard.STANDBY;
    }
    if (data(server).isStandby()) {
      return Shard.STANDBY;
    }
    return server.equals(primary()) ? Shard.PRIMARY : Shard.ABANDONED;
  }

  List<Server> others(Server than) {
    return servers.stream().filter(server -> !server.equals(than)).toList();
  }

  /**
   * What replication asks of a server's settings; nothing for a shard of one server. Every server
   * knows for whom its commits will wait once it is promoted.
   */
  Map<String, String> settings(Server self) {
    Map<String, String> settings = new TreeMap<>();
    if (servers.size() == 1) {
      return settings;
    }
    settings.put("hot_standby", "on");
    // A standby that comes back finds what it missed, by its slot; bounded, for the disk's sake.
    settings.put("wal_keep_size", "256MB");
    settings.put("max_slot_wal_keep_size", "4GB");
    settings.put("wal_retrieve_retry_interval", "200ms");
    settings.put("wal_receiver_status_interval", "1s");
    settings.put("wal_receiver_timeout", "10s");
    settings.put("wal_sender_timeout", "10s");
    // A read on a standby must not hold up commits that wait for it to apply them.
    settings.put("hot_standby_feedback", "on");
    settings.put("max_standby_streaming_delay", "1s");
    settings.put(
        "synchronous_standby_names",
        replication.synchronousStandbys(others(self).stream().map(Server::name).toList()));
    if (replication.waitsFor() > 0) {
      settings.put("synchronous_commit", "remote_apply");
    }
    if (data(self).isStandby()) {
      settings.put(
          "primary_conninfo",
          "host=%s port=%d user=%s application_name=%s connect_timeout=2"
              .formatted(primary().host(), primary().port(), DatabaseConnection.USER, self.name()));
      settings.put("primary_slot_name", self.slot());
    }
    return settings;
  }

  Shard describe(Server server, String database) {
    return new Shard(
        server.name(),
        shard,
        DatabaseConnection.url(server.host(), server.port(), database),
        DatabaseConnection.USER,
        role(server));
  }
}
