package onlyonce.producer;

import onlyonce.messages.CommandType;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferCodec;

/**
 * Where a new intent goes. A route is taken once, when the intent is journalled, and never again.
 *
 * @param partitioning of accounts among the ledger partitions, those of {@code ledger-commands}
 * @param transferPartitions how many partitions {@code transfers} has
 * @param eventSource the {@code ce_source} of what is sent, such as {@code /onlyonce/producer}
 */
public record Routing(Partitioning partitioning, int transferPartitions, String eventSource) {

  /**
   * @throws IllegalArgumentException when {@code transferPartitions} is not positive
   */
  public Routing {
    if (transferPartitions < 1) {
      throw new IllegalArgumentException(
          "transfers must have at least 1 partition but has " + transferPartitions);
    }
  }

  /** Topic, partition, key and type of a record. */
  public record Route(String topic, int partition, String key, String type) {}

  /**
   * The route of a new intent.
   *
   * @param id of the intent, the key on {@code transfers}
   */
  public Route of(Intent intent, String id) {
    return switch (intent) {
      case Intent.OpenAccount open ->
          new Route(
              Topic.LEDGER_COMMANDS.topicName(),
              partitioning.of(open.account()),
              open.account().value(),
              CommandType.OPEN.eventType());
      case Intent.MakeTransfer transfer -> {
        int from = partitioning.of(transfer.from());
        yield from == partitioning.of(transfer.to())
            ? new Route(
                Topic.LEDGER_COMMANDS.topicName(),
                from,
                transfer.from().value(),
                CommandType.POST.eventType())
            : new Route(
                Topic.TRANSFERS.topicName(),
                Partitioning.ofKey(id, transferPartitions),
                id,
                TransferCodec.EVENT_TYPE);
      }
    };
  }

  /** The type under which an intent's content goes to a topic that was chosen earlier. */
  static String typeOn(String topic, Intent intent) {
    return switch (intent) {
      case Intent.OpenAccount open -> CommandType.OPEN.eventType();
      case Intent.MakeTransfer transfer ->
          topic.equals(Topic.TRANSFERS.topicName())
              ? TransferCodec.EVENT_TYPE
              : CommandType.POST.eventType();
    };
  }
}
