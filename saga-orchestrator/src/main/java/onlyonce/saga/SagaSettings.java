package onlyonce.saga;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import onlyonce.messages.Partitioning;

/**
 * One orchestrator instance. Instances with the same application id share the work and stand by for
 * each other.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port,…}
 * @param clientProperties more settings for every Kafka client, such as its security
 * @param instance this instance's name, and its folder below {@code stateDir}: a restart there
 *     fences its former self at once
 * @param stateDir where all instances of this machine keep their state
 * @param log what the whole cluster agrees on
 * @param recovery how fast a dead instance is replaced
 */
public record SagaSettings(
    String bootstrapServers,
    Map<String, String> clientProperties,
    String instance,
    Path stateDir,
    Log log,
    Recovery recovery) {
  /** The group, the prefix of internal topics and of transactional ids. */
  public static final String APPLICATION_ID = "onlyonce-orchestrator";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public SagaSettings {
    clientProperties = Map.copyOf(clientProperties);
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("bootstrap servers must be host:port,… but are empty");
    }
    requireName("instance", instance);
  }

  /**
   * What every instance must see alike.
   *
   * @param applicationId usually {@link #APPLICATION_ID}
   * @param partitioning from account to ledger partition
   * @param dedupWindow how long the ledger partitions remember ids
   * @param retries how long a saga waits before it sends a step again, or turns back
   */
  public record Log(
      String applicationId, Partitioning partitioning, Duration dedupWindow, RetryPolicy retries) {
    public Log {
      requireName("application id", applicationId);
    }
  }

  /**
   * What recovery costs and takes. The brokers must allow these: {@code
   * group.min.session.timeout.ms} at most the session timeout.
   *
   * @param standbyReplicas copies of the state on other instances, 0 or more
   * @param replicationFactor of the internal topics
   * @param longestTransaction when a transaction ends at the latest; usually it does much earlier
   * @param transactionTimeout how long a dead instance's open transaction holds readers back
   * @param sessionTimeout how long a silent instance keeps its work; at least 4 heartbeats of it
   */
  public record Recovery(
      int standbyReplicas,
      short replicationFactor,
      Duration longestTransaction,
      Duration transactionTimeout,
      Duration sessionTimeout) {
    /** For three brokers that were set for quick recovery. */
    public static final Recovery FAST =
        new Recovery(
            1, (short) 3, Duration.ofMillis(400), Duration.ofSeconds(3), Duration.ofSeconds(2));

    public Recovery {
      if (standbyReplicas < 0 || replicationFactor < 1) {
        throw new IllegalArgumentException(
            "standby replicas must be 0 or more and the replication factor 1 or more, but are %d and %d"
                .formatted(standbyReplicas, replicationFactor));
      }
      if (longestTransaction.toMillis() < 1
          || transactionTimeout.compareTo(longestTransaction.multipliedBy(5)) < 0) {
        throw new IllegalArgumentException(
            "the transaction timeout must be at least 5 times as long as the longest transaction, but is %s for %s"
                .formatted(transactionTimeout, longestTransaction));
      }
      if (sessionTimeout.compareTo(Duration.ofMillis(400)) < 0) {
        throw new IllegalArgumentException(
            "the session timeout must be at least 400 ms but is " + sessionTimeout);
      }
    }
  }

  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " must be 1 to 64 characters of A-Z a-z 0-9 . _ - but is \"" + name + '"');
    }
  }
}
