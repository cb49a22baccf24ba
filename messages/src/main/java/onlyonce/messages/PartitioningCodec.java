package onlyonce.messages;

/** A {@link Partitioning} as JSON, as the shard map's record has it. */
public final class PartitioningCodec {
  private PartitioningCodec() {}

  /** The JSON object's bytes. */
  public static byte[] encode(Partitioning partitioning) {
    return new ShardMapRules(partitioning, Placement.DEFAULT).write();
  }

  /**
   * @throws UnreadableException when the JSON is no partitioning's
   * @throws IllegalArgumentException when its function is not on the class path, or has changed
   */
  public static Partitioning decode(byte[] json) throws UnreadableException {
    return ShardMapRules.read(json).partitioning();
  }
}
