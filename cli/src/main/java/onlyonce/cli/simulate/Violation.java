package onlyonce.cli.simulate;

/**
 * An invariant that does not hold.
 *
 * @param invariant its name, such as {@code applied-once}
 * @param detail what was found, with the transfer or account
 */
public record Violation(String invariant, String detail) {}
