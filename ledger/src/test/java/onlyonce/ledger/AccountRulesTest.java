package onlyonce.ledger;

import org.junit.jupiter.api.Test;

/** Open and Close. */
final class AccountRulesTest {

  @Test
  void open_withMoney_isPaidByTheTreasury() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open b EUR 50           -> Applied
        open c USD 7            -> Applied
        a = 100
        c = 7
        ~treasury:EUR = -150
        ~treasury:USD = -7
        ~in-transit:EUR = nothing    # internal accounts come to be when money moves
        """);
  }

  @Test
  void open_withoutMoney_movesNone() {
    LedgerTable.check(
        """
        open a EUR 0            -> Applied
        a = 0
        ~treasury:EUR = nothing
        """);
  }

  @Test
  void open_knownName_isRefusedWhateverElseDiffers() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open a EUR 100          -> AccountExists
        open a EUR 200          -> AccountExists
        open a USD 100          -> AccountExists
        open a EUR 100 negative -> AccountExists
        a = 100
        ~treasury:EUR = -100
        ~treasury:USD = nothing
        """);
  }

  @Test
  void open_closedName_isNeverUsedAgain() {
    LedgerTable.check(
        """
        open a EUR 0            -> Applied
        close a                 -> Applied
        open a EUR 0            -> AccountClosed
        open a USD 100          -> AccountClosed
        a = closed
        """);
  }

  @Test
  void open_treasuryAtItsEnd_overflows() {
    LedgerTable.check(
        """
        given ~treasury:EUR EUR min
        open a EUR 1            -> BalanceOverflow
        a = nothing
        open a EUR 0            -> Applied
        open b USD top          -> Applied             # another currency, another treasury
        """);
    LedgerTable.check(
        """
        given ~treasury:EUR EUR -9223372036854775807
        open a EUR 2            -> BalanceOverflow
        open a EUR 1            -> Applied
        ~treasury:EUR = min
        open a EUR 1            -> AccountExists       # before BalanceOverflow
        """);
  }

  @Test
  void close_everyRefusalInOrder() {
    LedgerTable.check(
        """
        close a                 -> AccountNotFound
        open a EUR 10           -> Applied
        close a                 -> AccountNotEmpty     # posted
        open b EUR 0            -> Applied
        post a b EUR 10         -> Applied
        close a                 -> Applied
        close a                 -> AccountClosed
        a = closed
        b = 10
        """);
  }

  @Test
  void close_withMoneyOwedOrHeld_isRefused() {
    LedgerTable.check(
        """
        open a EUR 0 negative   -> Applied
        open b EUR 0            -> Applied
        post a b EUR 10         -> Applied
        close a                 -> AccountNotEmpty     # posted is below zero
        post b a EUR 10         -> Applied
        hold T1 a EUR 5         -> Applied
        close a                 -> AccountNotEmpty     # nothing posted, but held
        release T1 a            -> Applied
        close a                 -> Applied
        """);
  }
}
