package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.Map;
import onlyonce.localcluster.Cluster;

/**
 * What faults hit and look at.
 *
 * @param clientProperties for Kafka, with {@code bootstrap.servers}
 * @param processorRole the role of processors in the cluster's status, such as {@code processor}
 * @param processorGroup the processors' consumer group; their client ids are their nodes' names
 * @param owners who says which of them owns what
 * @param orchestratorRole likewise, such as {@code orchestrator}
 * @param orchestratorGroup the orchestrators' application id
 */
public record Surroundings(
    Cluster cluster,
    Map<String, Object> clientProperties,
    String processorRole,
    String processorGroup,
    Owners owners,
    String orchestratorRole,
    String orchestratorGroup) {
  /** How long one question to a broker may take. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  public Surroundings {
    clientProperties = Map.copyOf(clientProperties);
  }
}
