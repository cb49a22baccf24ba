package onlyonce.saga;

/** Told of sagas' ends, before the transaction that ends them is committed. */
@FunctionalInterface
public interface EndListener {
  /**
   * Must return at once: records wait meanwhile.
   *
   * @param end the state's label, such as {@code Completed}
   * @param ageMillis since the transfer's id was made, by the client's clock; not negative
   */
  void ended(String end, long ageMillis);
}
