package onlyonce.processor;

/**
 * Told of what a processor does, batch by batch. Called by the shards' threads, of which each is
 * held up meanwhile: return at once.
 */
public interface ProcessorListener {
  /** Tells nobody. */
  ProcessorListener NONE =
      new ProcessorListener() {
        @Override
        public void committed(String shard, CommittedBatch batch) {}

        @Override
        public void failed(String shard) {}

        @Override
        public void ownershipLost(String shard) {}

        @Override
        public void tookOver(String shard, int partitions) {}
      };

  /** A transaction with records of the log was committed. */
  void committed(String shard, CommittedBatch batch);

  /** A transaction failed, or its fate is unknown; what it held is taken over and read again. */
  void failed(String shard);

  /** A transaction was refused, since another processor has taken over; nothing was committed. */
  void ownershipLost(String shard);

  /** Ledger partitions are ours from now on. */
  void tookOver(String shard, int partitions);
}
