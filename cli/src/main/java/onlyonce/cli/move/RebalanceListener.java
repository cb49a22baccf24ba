package onlyonce.cli.move;

/** Hears how a rebalance goes, on its thread. */
public interface RebalanceListener {
  /**
   * A step begins.
   *
   * @param doing what is done, to which ledger partition
   * @param done ledger partitions that have moved
   * @param of so many
   */
  void step(String doing, int done, int of);

  /** A ledger partition has moved. */
  void moved(Moved moved);

  /** Something failed, and will be tried again. */
  void trouble(String what);
}
