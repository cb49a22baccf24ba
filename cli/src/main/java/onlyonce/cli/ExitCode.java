package onlyonce.cli;

/** What the process ends with. */
final class ExitCode {
  /** The verdict is valid, or the work is done. */
  static final int OK = 0;

  /** The verdict is invalid. */
  static final int INVALID = 1;

  /** The verdict is unknown. */
  static final int UNKNOWN = 2;

  /** Done, but some input was refused. */
  static final int SOME_REFUSED = 3;

  /** The command line is wrong. */
  static final int USAGE = 64;

  /** It could not run. */
  static final int FAILED = 70;

  private ExitCode() {}
}
