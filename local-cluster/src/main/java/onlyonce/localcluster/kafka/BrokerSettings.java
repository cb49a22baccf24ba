package onlyonce.localcluster.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onlyonce.localcluster.network.Loopback;

/**
 * What a broker's {@code server.properties} holds. Recovery within five seconds is out of reach on
 * Kafka's defaults, so every timeout on the way is set here; and on two cores the brokers' CPU per
 * request is the limit, so threads and internal partitions are few.
 */
public record BrokerSettings(
    BrokerAddress self, List<BrokerAddress> all, Path data, Map<String, String> overrides) {
  private static final String INTERNAL_PARTITIONS = "6";
  private static final String SESSION_MS = "2000";
  private static final String HEARTBEAT_MS = "500";
  private static final String SILENCE_MS = "3000";

  public BrokerSettings {
    all = List.copyOf(all);
    overrides = Map.copyOf(overrides);
  }

  /** The file's text, sorted by name. */
  public String asProperties() {
    Map<String, String> settings = new TreeMap<>();
    settings.putAll(place());
    settings.putAll(durability());
    settings.putAll(failureDetection());
    settings.putAll(silence());
    settings.putAll(transactions());
    settings.putAll(groups());
    settings.putAll(size());
    settings.putAll(overrides);
    return settings.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Map<String, String> place() {
    return Map.of(
        "node.id",
        Integer.toString(self.id()),
        "process.roles",
        "broker,controller",
        "listeners",
        "PLAINTEXT://" + self.client() + ",CONTROLLER://" + self.controller(),
        "advertised.listeners",
        "PLAINTEXT://" + self.client(),
        "controller.listener.names",
        "CONTROLLER",
        "inter.broker.listener.name",
        "PLAINTEXT",
        "controller.quorum.voters",
        all.stream()
            .map(broker -> broker.id() + "@" + broker.controller())
            .collect(Collectors.joining(",")),
        "log.dirs",
        data.toString());
  }

  private Map<String, String> durability() {
    String replicas = Integer.toString(Math.min(3, all.size()));
    String inSync = Integer.toString(Math.min(2, all.size()));
    return Map.ofEntries(
        Map.entry("default.replication.factor", replicas),
        Map.entry("min.insync.replicas", inSync),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("unclean.leader.election.enable", "false"),
        Map.entry("log.message.timestamp.type", "LogAppendTime"),
        Map.entry("num.partitions", "6"),
        Map.entry("offsets.topic.replication.factor", replicas),
        Map.entry("offsets.topic.num.partitions", INTERNAL_PARTITIONS),
        Map.entry("transaction.state.log.replication.factor", replicas),
        Map.entry("transaction.state.log.min.isr", inSync),
        Map.entry("transaction.state.log.num.partitions", INTERNAL_PARTITIONS),
        Map.entry("share.coordinator.state.topic.replication.factor", replicas),
        Map.entry("share.coordinator.state.topic.min.isr", inSync),
        Map.entry("share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS));
  }

  private static Map<String, String> failureDetection() {
    return Map.of(
        "broker.session.timeout.ms", SESSION_MS,
        "broker.heartbeat.interval.ms", HEARTBEAT_MS,
        "controller.quorum.fetch.timeout.ms", "1000",
        "controller.quorum.request.timeout.ms", "1000",
        "controller.quorum.election.timeout.ms", "500",
        "controller.quorum.election.backoff.max.ms", "500",
        "replica.fetch.backoff.ms", "200");
  }

  /**
   * A dead broker's socket says so; one that is cut off says nothing, and brokers would wait for
   * its answers for half a minute each: for a controller to take a shrunken ISR, for a
   * transaction's markers. On loopback nobody is ever cut off.
   */
  private Map<String, String> silence() {
    return Loopback.HOST.equals(self.host())
        ? Map.of()
        : Map.of(
            "controller.socket.timeout.ms", SILENCE_MS,
            "replica.socket.timeout.ms", SILENCE_MS,
            "request.timeout.ms", SILENCE_MS,
            "socket.connection.setup.timeout.ms", "1000",
            "socket.connection.setup.timeout.max.ms", "2000");
  }

  /**
   * A transaction's first write often meets the markers of the one before. The broker waits for
   * them itself: a client that is told CONCURRENT_TRANSACTIONS waits longer, and what it has sent
   * behind that write comes out of order meanwhile. And while a dead client's transaction waits for
   * its end, nobody behind it is read: brokers look for such ones often.
   */
  private static Map<String, String> transactions() {
    return Map.of(
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200",
        "add.partitions.to.txn.retry.backoff.ms", "5",
        "add.partitions.to.txn.retry.backoff.max.ms", "3000");
  }

  private static Map<String, String> groups() {
    return Map.ofEntries(
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("group.min.session.timeout.ms", SESSION_MS),
        Map.entry("group.consumer.min.session.timeout.ms", SESSION_MS),
        Map.entry("group.consumer.session.timeout.ms", SESSION_MS),
        Map.entry("group.consumer.min.heartbeat.interval.ms", HEARTBEAT_MS),
        Map.entry("group.consumer.heartbeat.interval.ms", HEARTBEAT_MS),
        Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
        Map.entry("group.streams.min.session.timeout.ms", SESSION_MS),
        Map.entry("group.streams.session.timeout.ms", SESSION_MS),
        Map.entry("group.streams.min.heartbeat.interval.ms", HEARTBEAT_MS),
        Map.entry("group.streams.heartbeat.interval.ms", HEARTBEAT_MS));
  }

  private static Map<String, String> size() {
    return Map.of(
        "num.network.threads", "2",
        "num.io.threads", "3",
        "background.threads", "2",
        "group.coordinator.threads", "1",
        "group.coordinator.background.threads", "1",
        "remote.log.reader.threads", "1",
        "num.recovery.threads.per.data.dir", "1",
        "log.cleaner.dedupe.buffer.size", "16777216");
  }
}
