package onlyonce.producer;

import onlyonce.messages.Amount;

/**
 * What generated load looks like.
 *
 * @param accounts to open, half of them in EUR, half in USD; 4 to 1,000,000
 * @param transfers different transfers to make; re-sends come on top
 * @param cross share of transfers between two ledger partitions, 0 to 1
 * @param resend share of transfers that are sent a second time, some sends later, 0 to 1
 * @param refuse share of transfers that the ledger must refuse, 0 to 1
 */
public record GeneratorShape(
    int accounts, long transfers, double cross, double resend, double refuse) {
  /** Ordinary transfers move 1 to this many minor units. */
  static final long MAX_ORDINARY_MINOR = 10_000;

  /**
   * @throws IllegalArgumentException when a value is out of range
   */
  public GeneratorShape {
    if (accounts < 4 || accounts > 1_000_000) {
      throw new IllegalArgumentException("accounts must be from 4 to 1000000 but are " + accounts);
    }
    if (transfers < 0) {
      throw new IllegalArgumentException("transfers must not be negative but are " + transfers);
    }
    requireShare("cross", cross);
    requireShare("resend", resend);
    requireShare("refuse", refuse);
    if (transfers > Amount.MAX_MINOR / MAX_ORDINARY_MINOR / 4 / accounts) {
      throw new IllegalArgumentException(
          transfers
              + " transfers need opening balances beyond what "
              + accounts
              + " accounts can be given; take fewer of either");
    }
  }

  /** The shape that a demo takes by default: 200 accounts, half cross, 5 % re-sent, 2 % refused. */
  public static GeneratorShape ordinary(long transfers) {
    return new GeneratorShape(200, transfers, 0.5, 0.05, 0.02);
  }

  /**
   * The least opening balance, in minor units: even the account that pays every transfer cannot run
   * dry.
   */
  long leastOpeningMinor() {
    return Math.max(1, transfers) * MAX_ORDINARY_MINOR;
  }

  /** More than all accounts of one currency can ever hold together. */
  long beyondAnyBalanceMinor() {
    return 2 * leastOpeningMinor() * accounts;
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be a share from 0 to 1 but is " + share);
    }
  }
}
