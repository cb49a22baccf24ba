package onlyonce.cli.simulate;

/** Ends a history whose invariant was violated. */
final class ViolatedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Violation violation;

  ViolatedException(Violation violation) {
    super(violation.toString(), null, false, false);
    this.violation = violation;
  }

  static ViolatedException of(String invariant, String detail) {
    return new ViolatedException(new Violation(invariant, detail));
  }

  Violation violation() {
    return violation;
  }
}
