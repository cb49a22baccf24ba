package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.Semantics;
import onlyonce.messages.Topic;

/** Who says which processor owns a ledger partition. */
public enum Owners {
  /** The progress rows: no processor commits without its token in them. */
  SHARDS {
    @Override
    SortedMap<Integer, Owner> read(Surroundings surroundings) {
      SortedMap<Integer, Owner> owners = new TreeMap<>();
      try {
        ShardView.owners(surroundings.cluster().shards())
            .forEach(
                (partition, owner) ->
                    owners.put(partition, new Owner(processorOf(owner), owner.token())));
      } catch (SQLException e) {
        throw new LocalClusterException(
            "the shards do not say who owns what: " + e.getMessage(), e);
      }
      return owners;
    }
  },

  /** The consumer group: under the weaker semantics its membership is all that there is. */
  GROUP {
    @Override
    SortedMap<Integer, Owner> read(Surroundings surroundings) {
      String prefix = Topic.LEDGER_COMMANDS.topicName() + "-";
      SortedMap<Integer, Owner> owners = new TreeMap<>();
      try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
        kafka
            .assignments(surroundings.processorGroup())
            .forEach(
                (client, partitions) ->
                    partitions.stream()
                        .filter(partition -> partition.startsWith(prefix))
                        .map(partition -> Integer.valueOf(partition.substring(prefix.length())))
                        .forEach(number -> owners.put(number, new Owner(client, client))));
      }
      return owners;
    }
  };

  /**
   * Who has a ledger partition.
   *
   * @param processor the node's name
   * @param token another one when the partition was taken anew
   */
  record Owner(String processor, String token) {}

  /** Where processors that promise this are found to own something. */
  public static Owners under(Semantics semantics) {
    return switch (semantics) {
      case EXACTLY_ONCE -> SHARDS;
      case AT_LEAST_ONCE, AT_MOST_ONCE -> GROUP;
    };
  }

  /**
   * The owners by ledger partition; partitions without one are left out.
   *
   * @throws LocalClusterException when nobody answers
   */
  abstract SortedMap<Integer, Owner> read(Surroundings surroundings);

  /** The processor's name is the middle of {@code onlyonce:processor-1:1a2b3c4d}. */
  private static String processorOf(ShardView.Owner owner) {
    int first = owner.session().indexOf(':');
    int last = owner.session().lastIndexOf(':');
    return last > first ? owner.session().substring(first + 1, last) : owner.token();
  }
}
