package onlyonce.chaos.reconcile;

/** Hears how far a reconciliation is. */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = (step, done, total) -> {};

  /**
   * One more piece of work is done.
   *
   * @param step what is being done, for people
   * @param total 0 when it is not known
   */
  void progress(String step, long done, long total);
}
