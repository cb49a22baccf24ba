package onlyonce.ledger;

import org.junit.jupiter.api.Test;

/** Post. */
final class PostRulesTest {

  @Test
  void post_coveredAmount_movesIt() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open b EUR 0            -> Applied
        post a b EUR 30         -> Applied
        post a b EUR 70         -> Applied             # to the last cent
        post a b EUR 1          -> InsufficientFunds
        post b a EUR 1          -> Applied
        a = 1
        b = 99
        ~treasury:EUR = -100
        """);
  }

  @Test
  void post_everyRefusalInOrder() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open b EUR 0            -> Applied
        open u USD 0            -> Applied
        open v USD 0            -> Applied
        open x EUR 0            -> Applied
        close x                 -> Applied

        post ? ? EUR 1          -> SameAccount         # before AccountNotFound
        post x x EUR 1          -> SameAccount         # before AccountClosed
        post a a USD 200        -> SameAccount         # before CurrencyMismatch, InsufficientFunds

        post ? b EUR 1          -> AccountNotFound
        post a ? EUR 1          -> AccountNotFound
        post ? x EUR 1          -> AccountNotFound     # the payer first
        post x ? EUR 1          -> AccountClosed       # the payer first
        post x a EUR 1          -> AccountClosed
        post a x EUR 1          -> AccountClosed
        post x a USD 1          -> AccountClosed       # before CurrencyMismatch
        post a x EUR 200        -> AccountClosed       # before InsufficientFunds
        post a ? EUR 200        -> AccountNotFound     # before InsufficientFunds
        post a ? USD 1          -> AccountNotFound     # before CurrencyMismatch

        post a b USD 1          -> CurrencyMismatch    # the command's
        post a u EUR 1          -> CurrencyMismatch    # the payee's
        post u a EUR 1          -> CurrencyMismatch    # the payer's
        post a u USD 1          -> CurrencyMismatch
        post u v EUR 1          -> CurrencyMismatch
        post a b USD 200        -> CurrencyMismatch    # before InsufficientFunds

        post a b EUR 101        -> InsufficientFunds
        a = 100
        b = 0
        """
            .replace('?', '_'));
  }

  @Test
  void post_heldMoney_cannotBeSpent() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open b EUR 0            -> Applied
        hold T1 a EUR 40        -> Applied
        post a b EUR 61         -> InsufficientFunds
        post a b EUR 60         -> Applied
        a = 40 held 40
        release T1 a            -> Applied
        post a b EUR 40         -> Applied
        a = 0
        """);
  }

  @Test
  void post_flaggedAccount_mayGoNegative() {
    LedgerTable.check(
        """
        open a EUR 10 negative  -> Applied
        open b EUR 0            -> Applied
        post a b EUR top        -> Applied
        a = -9007199254740981
        hold T1 a EUR 5         -> Applied
        post a b EUR 1          -> Applied
        a = -9007199254740982 held 5
        """);
  }

  @Test
  void post_payeeAtItsEnd_overflows() {
    LedgerTable.check(
        """
        given rich EUR 9223372036854775806
        open a EUR 10           -> Applied
        post a rich EUR 11      -> InsufficientFunds   # before BalanceOverflow
        post a rich EUR 2       -> BalanceOverflow
        post a rich EUR 1       -> Applied
        rich = max
        post a rich EUR 1       -> BalanceOverflow
        a = 9
        """);
  }

  @Test
  void post_payerAtItsEnd_overflows() {
    LedgerTable.check(
        """
        given poor EUR -9223372036854775807
        open a EUR 0            -> Applied
        post poor a EUR 2       -> BalanceOverflow
        post poor a EUR 1       -> Applied
        poor = min
        post poor a EUR 1       -> BalanceOverflow
        a = 1
        """);
  }
}
