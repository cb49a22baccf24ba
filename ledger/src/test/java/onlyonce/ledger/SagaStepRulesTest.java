package onlyonce.ledger;

import org.junit.jupiter.api.Test;

/** Hold, Credit, Settle, Release: in order, doubled, late and the wrong way round. */
final class SagaStepRulesTest {

  @Test
  void saga_bothSidesInOneLedgerPartition_leavesInTransitEven() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open b EUR 0            -> Applied
        hold T1 a EUR 30        -> Applied
        a = 100 held 30
        T1 = held
        ~in-transit:EUR = nothing
        credit T1 b EUR 30      -> Applied
        b = 30
        ~in-transit:EUR = -30
        settle T1 a             -> Applied
        a = 70
        T1 = settled
        ~in-transit:EUR = 0
        """);
  }

  @Test
  void hold_givenUp_isThereAgain() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        hold T1 a EUR 100       -> Applied
        hold T2 a EUR 1         -> InsufficientFunds
        T2 = nothing                                   # a refusal leaves no row
        release T1 a            -> Applied
        T1 = released
        a = 100
        hold T2 a EUR 1         -> Applied
        a = 100 held 1
        """);
  }

  @Test
  void hold_everyRefusalInOrder() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open x EUR 0            -> Applied
        close x                 -> Applied
        hold T1 a EUR 10        -> Applied
        hold T2 a EUR 10        -> Applied
        hold T3 a EUR 10        -> Applied
        settle T2 a             -> Applied
        release T3 a            -> Applied
        release T4 a            -> Applied             # a tombstone

        hold T1 a EUR 10        -> HoldExists
        hold T1 a EUR 20        -> HoldExists          # by the transfer alone,
        hold T1 ? EUR 10        -> HoldExists          # before AccountNotFound,
        hold T1 x EUR 10        -> HoldExists          # AccountClosed,
        hold T1 a USD 10        -> HoldExists          # CurrencyMismatch
        hold T1 a EUR 999       -> HoldExists          # and InsufficientFunds
        hold T2 a EUR 10        -> HoldAlreadySettled
        hold T2 ? USD 999       -> HoldAlreadySettled
        hold T3 a EUR 10        -> HoldAlreadyReleased
        hold T3 ? USD 999       -> HoldAlreadyReleased
        hold T4 a EUR 10        -> HoldAlreadyReleased
        hold T4 ? USD 999       -> HoldAlreadyReleased

        hold T9 ? EUR 10        -> AccountNotFound
        hold T9 x EUR 10        -> AccountClosed
        hold T9 x USD 10        -> AccountClosed       # before CurrencyMismatch
        hold T9 x EUR 999       -> AccountClosed       # before InsufficientFunds
        hold T9 a USD 10        -> CurrencyMismatch
        hold T9 a USD 999       -> CurrencyMismatch    # before InsufficientFunds
        hold T9 a EUR 81        -> InsufficientFunds
        T9 = nothing
        hold T9 a EUR 80        -> Applied
        a = 90 held 90
        """
            .replace('?', '_'));
  }

  @Test
  void hold_heldAtItsEnd_overflows() {
    LedgerTable.check(
        """
        given a EUR 0 held 9223372036854775806
        hold T1 a EUR 2         -> BalanceOverflow
        T1 = nothing
        hold T1 a EUR 1         -> Applied
        a = 0 held max
        hold T2 a EUR 1         -> BalanceOverflow
        hold T1 a EUR 1         -> HoldExists          # before BalanceOverflow
        """);
  }

  @Test
  void credit_everyRefusalInOrder() {
    LedgerTable.check(
        """
        open a EUR 0            -> Applied
        open x EUR 0            -> Applied
        close x                 -> Applied
        credit T1 ? EUR 1       -> AccountNotFound
        credit T1 x EUR 1       -> AccountClosed
        credit T1 x USD 1       -> AccountClosed       # before CurrencyMismatch
        credit T1 a USD 1       -> CurrencyMismatch
        ~in-transit:EUR = nothing
        ~in-transit:USD = nothing
        credit T1 a EUR 1       -> Applied
        a = 1
        ~in-transit:EUR = -1
        T1 = nothing                                   # a credit leaves no hold
        """
            .replace('?', '_'));
  }

  @Test
  void credit_balanceAtItsEnd_overflows() {
    LedgerTable.check(
        """
        given rich EUR 9223372036854775806
        credit T1 rich EUR 2    -> BalanceOverflow
        credit T1 rich USD 2    -> CurrencyMismatch    # before BalanceOverflow
        credit T1 rich EUR 1    -> Applied
        rich = max
        """);
    LedgerTable.check(
        """
        given ~in-transit:EUR EUR -9223372036854775807
        open a EUR 0            -> Applied
        credit T1 a EUR 2       -> BalanceOverflow
        credit T1 a EUR 1       -> Applied
        credit T2 a EUR 1       -> BalanceOverflow
        ~in-transit:EUR = min
        """);
  }

  @Test
  void credit_flaggedAccount_paysDebtBack() {
    LedgerTable.check(
        """
        open a EUR 0 negative   -> Applied
        open b EUR 0            -> Applied
        post a b EUR 10         -> Applied
        credit T1 a EUR 4       -> Applied
        a = -6
        """);
  }

  @Test
  void settle_everyRefusalInOrder() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open b EUR 100          -> Applied
        hold T1 a EUR 10        -> Applied
        hold T2 a EUR 10        -> Applied
        release T2 a            -> Applied
        release T3 a            -> Applied             # a tombstone

        settle T9 a             -> HoldNotFound
        settle T9 ?             -> HoldNotFound        # the hold row alone decides
        settle T1 b             -> HoldNotFound        # another account's
        settle T2 b             -> HoldNotFound        # before HoldAlreadyReleased
        settle T2 a             -> HoldAlreadyReleased
        settle T3 a             -> HoldAlreadyReleased
        settle T1 a             -> Applied
        settle T1 b             -> HoldNotFound        # before HoldAlreadySettled
        settle T1 a             -> HoldAlreadySettled
        a = 90
        ~in-transit:EUR = 10
        """
            .replace('?', '_'));
  }

  @Test
  void settle_inTransitAtItsEnd_overflowsAndKeepsTheHold() {
    LedgerTable.check(
        """
        given ~in-transit:EUR EUR 9223372036854775806
        open a EUR 100          -> Applied
        hold T1 a EUR 2         -> Applied
        hold T2 a EUR 1         -> Applied
        settle T1 a             -> BalanceOverflow
        T1 = held
        a = 100 held 3
        settle T2 a             -> Applied
        ~in-transit:EUR = max
        settle T1 a             -> BalanceOverflow
        release T1 a            -> Applied
        a = 99
        """);
  }

  @Test
  void settle_payerAtItsEnd_overflowsAndKeepsTheHold() {
    LedgerTable.check(
        """
        given poor EUR -9223372036854775807
        hold T1 poor EUR 2      -> Applied
        settle T1 poor          -> BalanceOverflow
        T1 = held
        release T1 poor         -> Applied
        hold T2 poor EUR 1      -> Applied
        settle T2 poor          -> Applied
        poor = min
        """);
  }

  @Test
  void release_everyRefusalInOrder() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        open b EUR 100          -> Applied
        hold T1 a EUR 10        -> Applied
        hold T2 a EUR 10        -> Applied
        settle T2 a             -> Applied

        release T1 b            -> HoldNotFound        # another account's
        release T2 b            -> HoldNotFound        # before HoldAlreadySettled
        release T2 a            -> HoldAlreadySettled
        release T1 a            -> Applied
        release T1 b            -> HoldNotFound        # before HoldAlreadyReleased
        release T1 a            -> HoldAlreadyReleased
        a = 90
        b = 100
        T1 = released
        T2 = settled
        """);
  }

  @Test
  void release_beforeItsHold_leavesATombstone() {
    LedgerTable.check(
        """
        open a EUR 100          -> Applied
        release T1 a            -> Applied
        T1 = tombstone
        release T1 a            -> HoldAlreadyReleased
        release T1 b            -> HoldNotFound
        hold T1 a EUR 10        -> HoldAlreadyReleased # the late hold reserves nothing
        settle T1 a             -> HoldAlreadyReleased
        T1 = tombstone
        a = 100
        """);
  }

  @Test
  void release_unknownAccount_looksOnlyAtTheHold() {
    LedgerTable.check(
        """
        release T1 nobody       -> Applied
        T1 = tombstone
        nobody = nothing
        open x EUR 0            -> Applied
        close x                 -> Applied
        release T2 x            -> Applied
        T2 = tombstone
        x = closed
        """);
  }
}
