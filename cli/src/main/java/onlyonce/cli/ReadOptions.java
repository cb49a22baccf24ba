package onlyonce.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onlyonce.ledger.read.Consistency;
import onlyonce.ledger.read.Label;
import onlyonce.ledger.read.ReadSettings;
import onlyonce.ledger.read.Replica;
import onlyonce.localcluster.ClusterFile;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import onlyonce.messages.ShardMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From which of a shard's replicas is read, and what the answer must be worth. */
final class ReadOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Mixin private AuditUserOption auditUser = new AuditUserOption();

  @Option(
      names = "--consistency",
      paramLabel = "primary|quorum|any|at-least:VERSION",
      defaultValue = "primary",
      description = {
        "primary: what the primary has. quorum: the latest of what Vr replicas have, once Vw have it.",
        "any: what whichever replica has. at-least: what a standby has once it has come to a version,",
        "such as an outcome's. Default: ${DEFAULT-VALUE}"
      })
  private String consistency = "primary";

  @Option(
      names = "--deadline",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "How long to wait for replicas to have it. Default: ${DEFAULT-VALUE}")
  private Duration deadline = Duration.ofSeconds(5);

  @Option(
      names = "--replica",
      paramLabel = "NAME=JDBC_URL",
      description = "A standby of the account's shard; the local cluster's are known.")
  private Map<String, String> standbys = new LinkedHashMap<>();

  @Option(
      names = "--write-quorum",
      paramLabel = "Vw",
      description =
          "So many replicas have a commit when it is acknowledged. Default: the local"
              + " cluster's, else 1")
  private @Nullable Integer writeQuorum;

  @Option(
      names = "--read-quorum",
      paramLabel = "Vr",
      description = "So many replicas are asked. Default: the local cluster's, else V - Vw + 1")
  private @Nullable Integer readQuorum;

  /** What is asked for of an account in that ledger partition. */
  Consistency consistency(int partition) {
    try {
      return Consistency.parse(consistency, partition);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--consistency: " + e.getMessage());
    }
  }

  /** The server that the map names is the primary, whatever else there is. */
  List<Replica> replicas(ShardMap.Place place, Optional<ClusterFile> local) {
    List<Replica> replicas = new ArrayList<>();
    String primary = place.shard();
    for (Shard server : local.map(ClusterFile::shards).orElse(List.of())) {
      if (server.jdbcUrl().equals(place.jdbcUrl())) {
        primary = server.name();
      } else if (server.shard().equals(place.shard()) && server.role().equals(Shard.STANDBY)) {
        replicas.add(standby(server.name(), server.jdbcUrl()));
      }
    }
    standbys.forEach((name, url) -> replicas.add(standby(name, url)));
    replicas.addFirst(
        new Replica(primary, Replica.Role.PRIMARY, place.jdbcUrl(), auditUser.name()));
    return replicas;
  }

  private Replica standby(String name, String jdbcUrl) {
    return new Replica(name, Replica.Role.STANDBY, jdbcUrl, auditUser.name());
  }

  /**
   * Quorums from the options, else from the local cluster, else those of commits that wait for
   * nobody.
   */
  ReadSettings settings(int replicas, Optional<ClusterFile> local) {
    Quorums quorums = quorums(replicas, local);
    Duration patience = deadline.compareTo(PATIENCE) < 0 ? deadline : PATIENCE;
    return new ReadSettings(
        quorums.write(), quorums.read(), confirmed(quorums), patience, deadline);
  }

  private Quorums quorums(int replicas, Optional<ClusterFile> local) {
    Optional<Replication> known = local.map(ClusterFile::replication);
    int write = writeQuorum != null ? writeQuorum : known.map(Replication::writeQuorum).orElse(1);
    int read =
        readQuorum != null
            ? readQuorum
            : writeQuorum == null && known.isPresent()
                ? known.get().readQuorum()
                : Math.max(1, replicas - write + 1);
    try {
      // Replicas that are gone for now count all the same: quorums are of those there should be.
      return new Quorums(
          Math.max(replicas, known.map(k -> k.standbys() + 1).orElse(1)), write, read);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Commits that wait for nobody may be lost by a failover, so nothing of them is atomic. */
  private static Label confirmed(Quorums quorums) {
    if (quorums.intersect()) {
      return Label.ATOMIC;
    }
    boolean waitsForNobody = quorums.write() == 1 && quorums.read() == quorums.replicas();
    return waitsForNobody ? Label.REGULAR : Label.UNSAFE;
  }
}
