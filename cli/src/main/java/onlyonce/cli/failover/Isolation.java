package onlyonce.cli.failover;

import java.util.Locale;

/** How it is made sure that an old primary commits nothing more that counts. */
public enum Isolation {
  /** SIGKILL to its whole process tree, and seen gone. */
  KILL,
  /**
   * For one that cannot be killed: its standbys are cut off from it before one of them is chosen.
   * Under {@code sync} no commit of it is acknowledged any more. Under {@code async} it may commit
   * until it is rebuilt: the same commands of the same log, which are counted and discarded.
   */
  CUT_OFF;

  /** As an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
