package onlyonce.cli.lab.twophasecommit;

import java.util.List;

/** Transfers whose conductor dies in the middle, under one protocol. */
interface Incident {
  /** The protocol and where its conductor dies, for people. */
  String variant();

  /**
   * Brings every transfer to its middle and kills who conducts them.
   *
   * @return what was observed of the death
   */
  String strike() throws Exception;

  /** Where it happens. Known once {@link #strike} has begun. */
  Bank bank();

  /**
   * Starts a successor and returns when every transfer is resolved.
   *
   * @return how it was resolved
   */
  String recover() throws Exception;

  /** What the books show to be wrong afterwards; nothing when money is conserved. */
  List<String> flaws() throws Exception;
}
