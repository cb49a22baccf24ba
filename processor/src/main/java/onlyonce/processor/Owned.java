package onlyonce.processor;

/**
 * What was read of an owned partition, for its next transaction.
 *
 * @param by the tenure that it was read in
 */
record Owned<C>(ReadSlice.Reading<C> reading, TakeOver.Taken by, PublishedPrefix published) {
  int partition() {
    return reading.from().partition();
  }

  /** This one and what was read after it. */
  Owned<C> then(Owned<C> next) {
    return new Owned<>(reading.then(next.reading), by, published);
  }
}
