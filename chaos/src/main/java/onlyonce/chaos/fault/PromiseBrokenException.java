package onlyonce.chaos.fault;

/** Something was seen that must never be, whatever is broken: looking again does not mend it. */
final class PromiseBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PromiseBrokenException(String what) {
    super(what);
  }
}
