package onlyonce.cli.diff;

/** Which way of a field is the good one. */
public enum Direction {
  /** Such as a rate: lower by more than the threshold is worse. */
  HIGHER_IS_BETTER,

  /** Such as a latency: higher by more than the threshold is worse. */
  LOWER_IS_BETTER,

  /** Such as lost intents: above zero where there was none is worse, whatever the threshold. */
  ZERO_IS_RIGHT,

  /** Such as a verdict: a state that is worse is worse, whatever the threshold. */
  STATE,

  /** Neither way is good: told where it differs. */
  TOLD,

  /** Differs in any two runs and says nothing. */
  IGNORED
}
