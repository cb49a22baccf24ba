package onlyonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;

/**
 * A ledger case as a table. One line is one command and its outcome; other lines set the stage or
 * look at the books:
 *
 * <pre>
 *   open a EUR 100              -> Applied       with "negative" at the end: may go negative
 *   post a b EUR 30             -> Applied
 *   hold T1 a EUR 30            -> Applied
 *   credit T1 a EUR 30          -> Applied
 *   settle T1 a                 -> Applied
 *   release T1 a                -> Applied
 *   close a                     -> AccountNotEmpty
 *   a = 70 held 30                               what is posted, and held when not 0
 *   a = closed                                   or "nothing"
 *   T1 = held                                    or settled, released, tombstone, nothing
 *   given a EUR 9223372036854775807 held 5       a state out of a command's reach; may go negative
 * </pre>
 *
 * {@code max} is the largest 64-bit number, {@code min} the smallest, {@code top} the largest
 * amount. What follows {@code #} is a remark. {@link Books} checks the invariants after every line.
 */
final class LedgerTable {
  private final Books books = new Books();

  private LedgerTable() {}

  static void check(String table) {
    LedgerTable run = new LedgerTable();
    long commands =
        table
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .filter(line -> run.line(line))
            .count();
    assertThat(commands).as("commands in the table").isPositive();
  }

  /** Runs one line; true when it was a command. */
  private boolean line(String line) {
    if (line.contains("->")) {
      String[] sides = line.split("\\s*->\\s*", 2);
      assertThat(books.apply(command(words(sides[0]))).label()).as(line).isEqualTo(sides[1]);
      return true;
    }
    String[] words = words(line);
    if (words[0].equals("given")) {
      books.given(
          new Account(
              account(words[1]),
              currency(words[2]),
              number(words[3]),
              heldIn(words, 4),
              true,
              false));
    } else {
      assertThat(seen(words[0])).as(line).isEqualTo(expected(words));
    }
    return false;
  }

  private static Command.LedgerCommand command(String[] words) {
    return switch (words[0]) {
      case "open" ->
          new Command.Open(
              account(words[1]), currency(words[2]), number(words[3]), words.length > 4);
      case "close" -> new Command.Close(account(words[1]));
      case "post" ->
          new Command.Post(
              account(words[1]), account(words[2]), amount(words[4]), currency(words[3]));
      case "hold" ->
          new Command.Hold(
              transfer(words[1]), account(words[2]), amount(words[4]), currency(words[3]));
      case "credit" ->
          new Command.Credit(
              transfer(words[1]), account(words[2]), amount(words[4]), currency(words[3]));
      case "settle" -> new Command.Settle(transfer(words[1]), account(words[2]));
      case "release" -> new Command.Release(transfer(words[1]), account(words[2]));
      default -> throw new IllegalArgumentException("no such command: " + String.join(" ", words));
    };
  }

  private String seen(String name) {
    if (name.matches("T\\d+")) {
      HoldRow row = books.state().hold(transfer(name));
      return row == null ? "nothing" : HoldState.of(row).label();
    }
    Account account = books.state().account(new AccountId(name));
    if (account == null) {
      return "nothing";
    }
    return account.closed() ? "closed" : account.postedMinor() + " held " + account.heldMinor();
  }

  private static String expected(String[] words) {
    if (!words[2].matches("-?\\d+|max|min|top")) {
      return words[2];
    }
    return number(words[2]) + " held " + heldIn(words, 3);
  }

  private static long heldIn(String[] words, int at) {
    return words.length > at ? number(words[at + 1]) : 0;
  }

  private static String[] words(String line) {
    return Arrays.stream(line.split("\\s+")).toArray(String[]::new);
  }

  private static AccountId account(String word) {
    return new AccountId(word);
  }

  private static CurrencyCode currency(String word) {
    return new CurrencyCode(word);
  }

  private static Amount amount(String word) {
    return new Amount(number(word));
  }

  private static UUID transfer(String word) {
    return new UUID(0x7000, Long.parseLong(word.substring(1)));
  }

  private static long number(String word) {
    return switch (word) {
      case "max" -> Long.MAX_VALUE;
      case "min" -> Long.MIN_VALUE;
      case "top" -> Amount.MAX_MINOR;
      default -> Long.parseLong(word);
    };
  }
}
