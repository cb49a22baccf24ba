package onlyonce.localcluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.network.NetworkKind;

/**
 * What a local cluster is made of.
 *
 * @param home the folder that holds its data and logs; data found there are used again
 * @param brokers how many Kafka brokers, 0 for none
 * @param shards how many shards, each a PostgreSQL server and its standbys; 0 for none
 * @param database the database that each shard gets, where its {@link Shard#jdbcUrl} points
 * @param brokerHeap each broker's heap, as {@code -Xmx} takes it
 * @param brokerOptions more options of each broker's Java
 * @param brokerSettings over ours, by their names in {@code server.properties}
 * @param databaseSettings over ours, by their names in {@code postgresql.conf}
 * @param replication of each shard
 * @param network how nodes reach each other; see {@link Network#obstacle}
 * @param closing what {@link LocalCluster#close} does
 */
public record ClusterSpec(
    Path home,
    int brokers,
    int shards,
    String database,
    String brokerHeap,
    List<String> brokerOptions,
    Map<String, String> brokerSettings,
    Map<String, String> databaseSettings,
    Replication replication,
    NetworkKind network,
    Closing closing) {

  /** Options of a Java that runs for minutes only. */
  public static final List<String> LIGHT_COMPILATION = List.of("-XX:TieredStopAtLevel=1");

  /** Each broker's heap and further options, as Java takes them. */
  List<String> brokerJava() {
    List<String> java = new ArrayList<>(List.of("-Xms" + brokerHeap, "-Xmx" + brokerHeap));
    java.addAll(brokerOptions);
    return java;
  }

  /** How a cluster ends when its owner says so. */
  public enum Closing {
    /** Every node is asked to stop, and gets some seconds for it. */
    ORDERLY,
    /** SIGKILL at once, and the data are deleted; the logs stay. */
    DISCARD
  }

  public ClusterSpec {
    if (brokers < 0 || shards < 0 || brokers + shards == 0) {
      throw new IllegalArgumentException(
          "a cluster needs a broker or a shard: " + brokers + " brokers, " + shards + " shards");
    }
    home = home.toAbsolutePath().normalize();
    brokerOptions = List.copyOf(brokerOptions);
    brokerSettings = Map.copyOf(brokerSettings);
    databaseSettings = Map.copyOf(databaseSettings);
  }

  /** Three brokers and two shards. */
  public static ClusterSpec at(Path home) {
    return new ClusterSpec(
        home,
        3,
        2,
        "onlyonce",
        "512m",
        List.of(),
        Map.of(),
        Map.of(),
        Replication.none(),
        NetworkKind.LOOPBACK,
        Closing.ORDERLY);
  }

  public ClusterSpec withBrokers(int count) {
    return new ClusterSpec(
        home,
        count,
        shards,
        database,
        brokerHeap,
        brokerOptions,
        brokerSettings,
        databaseSettings,
        replication,
        network,
        closing);
  }

  public ClusterSpec withShards(int count) {
    return new ClusterSpec(
        home,
        brokers,
        count,
        database,
        brokerHeap,
        brokerOptions,
        brokerSettings,
        databaseSettings,
        replication,
        network,
        closing);
  }

  /** With as many shards as the home's data have, if these are more. */
  public ClusterSpec withShardsKept() {
    return withShards(
        Math.max(shards, ClusterIdentity.before(new ClusterHome(home)).databasePorts().size()));
  }

  public ClusterSpec withDatabase(String name) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        name,
        brokerHeap,
        brokerOptions,
        brokerSettings,
        databaseSettings,
        replication,
        network,
        closing);
  }

  public ClusterSpec withBrokerHeap(String size) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        database,
        size,
        brokerOptions,
        brokerSettings,
        databaseSettings,
        replication,
        network,
        closing);
  }

  /**
   * Java compiles lightly, as fits runs of a minute or two: on two cores the optimizing compiler
   * would take half of the time for code that is hardly used any more. For such runs only.
   */
  public ClusterSpec withLightCompilation() {
    return withBrokerOptions(LIGHT_COMPILATION);
  }

  /** Further options of the brokers' Java. */
  public ClusterSpec withBrokerOptions(List<String> options) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        database,
        brokerHeap,
        options,
        brokerSettings,
        databaseSettings,
        replication,
        network,
        closing);
  }

  public ClusterSpec withBrokerSettings(Map<String, String> settings) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        database,
        brokerHeap,
        brokerOptions,
        settings,
        databaseSettings,
        replication,
        network,
        closing);
  }

  public ClusterSpec withDatabaseSettings(Map<String, String> settings) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        database,
        brokerHeap,
        brokerOptions,
        brokerSettings,
        settings,
        replication,
        network,
        closing);
  }

  public ClusterSpec withReplication(Replication how) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        database,
        brokerHeap,
        brokerOptions,
        brokerSettings,
        databaseSettings,
        how,
        network,
        closing);
  }

  public ClusterSpec withNetwork(NetworkKind kind) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        database,
        brokerHeap,
        brokerOptions,
        brokerSettings,
        databaseSettings,
        replication,
        kind,
        closing);
  }

  public ClusterSpec withClosing(Closing how) {
    return new ClusterSpec(
        home,
        brokers,
        shards,
        database,
        brokerHeap,
        brokerOptions,
        brokerSettings,
        databaseSettings,
        replication,
        network,
        how);
  }
}
