package onlyonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import onlyonce.messages.Outcome;
import org.junit.jupiter.api.Test;

/** The invariants hold after every command of long random histories. */
final class RandomBooksTest {
  private static final int SEEDS = 20;
  private static final int COMMANDS = 2_000;

  @Test
  void books_randomCommands_staySound() {
    Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed, seen);
    }
    System.out.println("random books, seeds 1 to " + SEEDS + ": " + seen);
    assertThat(seen.getOrDefault(Outcome.APPLIED, 0))
        .as("applied commands")
        .isGreaterThan(SEEDS * COMMANDS / 10);
    assertThat(seen.keySet())
        .as("outcomes that a test of invariants must have met")
        .contains(
            Outcome.INSUFFICIENT_FUNDS,
            Outcome.ACCOUNT_EXISTS,
            Outcome.ACCOUNT_NOT_FOUND,
            Outcome.ACCOUNT_CLOSED,
            Outcome.ACCOUNT_NOT_EMPTY,
            Outcome.SAME_ACCOUNT,
            Outcome.CURRENCY_MISMATCH,
            Outcome.HOLD_EXISTS,
            Outcome.HOLD_NOT_FOUND,
            Outcome.HOLD_ALREADY_SETTLED,
            Outcome.HOLD_ALREADY_RELEASED);
  }

  private static void run(long seed, Map<Outcome, Integer> seen) {
    RandomCommands commands = new RandomCommands(new SplittableRandom(seed), "a", 9);
    Books books = new Books();
    for (int i = 0; i < COMMANDS; i++) {
      try {
        seen.merge(books.apply(commands.next()), 1, Integer::sum);
      } catch (AssertionError | IllegalStateException e) {
        throw new AssertionError("seed " + seed + ", command " + i + ": " + e.getMessage(), e);
      }
    }
  }
}
