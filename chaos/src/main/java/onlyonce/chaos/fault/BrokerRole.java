package onlyonce.chaos.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.Topic;

/** What only one broker does at a time, and who that is when somebody asks. */
public enum BrokerRole {
  /** Of the commands' partitions. */
  LEADER("leader", "leaders") {
    @Override
    SortedMap<String, String> holders(KafkaView kafka, Surroundings surroundings) {
      return kafka.leaders(Topic.LEDGER_COMMANDS.topicName());
    }
  },

  /** Of the cluster. */
  CONTROLLER("controller", "controller") {
    @Override
    SortedMap<String, String> holders(KafkaView kafka, Surroundings surroundings) {
      return new TreeMap<>(kafka.controller().map(at -> Map.of("metadata", at)).orElse(Map.of()));
    }
  },

  /** Of the processors' and the orchestrators' group. */
  GROUP_COORDINATOR("group-coordinator", "group coordinators") {
    @Override
    SortedMap<String, String> holders(KafkaView kafka, Surroundings surroundings) {
      return kafka.groupCoordinators(
          List.of(surroundings.processorGroup(), surroundings.orchestratorGroup()));
    }
  },

  /** Of the orchestrators' transactions. */
  TRANSACTION_COORDINATOR("transaction-coordinator", "transaction coordinators") {
    @Override
    SortedMap<String, String> holders(KafkaView kafka, Surroundings surroundings) {
      return kafka.transactionCoordinators(surroundings.orchestratorGroup());
    }
  };

  private final String label;
  private final String plural;

  BrokerRole(String label, String plural) {
    this.label = label;
    this.plural = plural;
  }

  /** Such as {@code group-coordinator}. */
  public String label() {
    return label;
  }

  /** What its holders are called in a sentence. */
  String plural() {
    return plural;
  }

  /** The labels of all. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(BrokerRole::label).toList();
  }

  /**
   * The role of a label.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static BrokerRole of(String label) {
    return Arrays.stream(values())
        .filter(role -> role.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no role of brokers is named " + label));
  }

  /**
   * The address of whoever has each duty of the role, by the duty's name.
   *
   * @throws LocalClusterException when Kafka does not say
   */
  abstract SortedMap<String, String> holders(KafkaView kafka, Surroundings surroundings);
}
