package onlyonce.processor;

import java.util.List;

/**
 * What was read of an owned partition, for its next transaction.
 *
 * @param by the tenure that it was read in
 */
record Owned<C>(ReadSlice.Reading<C> reading, TakeOver.Taken by, PublishedPrefix published) {
  int partition() {
    return reading.from().partition();
  }

  /**
   * Stretches of one partition as one.
   *
   * @param stretches of one tenure, each read where the one before it ended; at least one
   */
  static <C> Owned<C> joined(List<Owned<C>> stretches) {
    Owned<C> first = stretches.getFirst();
    return new Owned<>(
        ReadSlice.Reading.joined(stretches.stream().map(Owned::reading).toList()),
        first.by,
        first.published);
  }
}
