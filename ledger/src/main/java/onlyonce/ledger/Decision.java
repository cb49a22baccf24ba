package onlyonce.ledger;

import java.util.List;
import onlyonce.messages.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a command comes to, and what it changes. A refusal changes nothing.
 *
 * @param postings they sum to zero in one currency
 * @param accounts the new states of the accounts that change or come to be
 * @param hold the hold's new row, or null when the command touches none
 */
public record Decision(
    Outcome outcome, List<Posting> postings, List<Account> accounts, @Nullable HoldRow hold) {

  /**
   * @throws IllegalArgumentException when a refusal changes something
   */
  public Decision {
    if (outcome != Outcome.APPLIED
        && (!postings.isEmpty() || !accounts.isEmpty() || hold != null)) {
      throw new IllegalArgumentException("a refusal must change nothing: " + outcome);
    }
    postings = List.copyOf(postings);
    accounts = List.copyOf(accounts);
  }

  static Decision refused(Outcome outcome) {
    return new Decision(outcome, List.of(), List.of(), null);
  }

  static Decision applied(List<Posting> postings, List<Account> accounts, @Nullable HoldRow hold) {
    return new Decision(Outcome.APPLIED, postings, accounts, hold);
  }
}
