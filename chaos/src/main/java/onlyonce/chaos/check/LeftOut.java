package onlyonce.chaos.check;

/**
 * A check that a run's semantics leave nothing to judge by.
 *
 * @param name of the check
 * @param why it was not made
 */
public record LeftOut(String name, String why) {}
