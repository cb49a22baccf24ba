package onlyonce.messages;

/** The topics of the platform. */
public enum Topic {
  /** Transfers that need a saga, by transfer id. */
  TRANSFERS("transfers"),
  /** Commands by account; its partitions are the ledger partitions. */
  LEDGER_COMMANDS("ledger-commands"),
  /** What each step, Open and Close came to, by the command's transfer or own id. */
  LEDGER_OUTCOMES("ledger-outcomes"),
  /** The end of every transfer, by transfer id. */
  TRANSFER_RESULTS("transfer-results"),
  /** What could not be read or judged, with reason and origin. */
  DEAD_LETTERS("dead-letters"),
  /** Which shard holds which ledger partition; the partition function and count. Compacted. */
  SHARD_MAP("shard-map");

  private final String topicName;

  Topic(String topicName) {
    this.topicName = topicName;
  }

  /** The name in Kafka. */
  public String topicName() {
    return topicName;
  }
}
