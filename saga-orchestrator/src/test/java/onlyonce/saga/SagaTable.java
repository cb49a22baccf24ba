package onlyonce.saga;

/**
 * The transition table as {@link SagaRulesTest} checks it, for the samples of {@link SagaSample}.
 */
final class SagaTable {
  /**
   * Every pair that does something, or is ignored under a name of its own: state, event, the next
   * state with its attempt from the second on, and what is sent. In every pair that is not here
   * nothing changes, nothing is sent and the event is counted as ignored.
   */
  static final String ROWS =
      """
      NotStarted     | start                       | Holding | Hold
      NotStarted     | other start                 | Holding | Hold
      NotStarted     | late start                  | Expired | result Expired Expired
      NotStarted     | forgotten start             | = | dead letter
      NotStarted     | resume                      | = no-saga | -
      NotStarted     | resume, credited            | = no-saga | -
      NotStarted     | resume, not credited        | = no-saga | -
      NotStarted     | resume, read early          | = no-saga | -
      NotStarted     | resume, read elsewhere      | = no-saga | -
      NotStarted     | compensate                  | = no-saga | -
      NotStarted     | early                       | = no-saga | -
      NotStarted     | pause passed                | = no-saga | -
      NotStarted     | deadline passed             | = no-saga | -
      Holding        | Hold Applied                | Crediting | Credit
      Holding        | late Hold Applied           | Releasing Expired | Release
      Holding        | Hold Expired                | Releasing Expired | Release
      Holding        | Hold InsufficientFunds      | Rejected | result Rejected InsufficientFunds
      Holding        | Hold AccountNotFound        | Rejected | result Rejected AccountNotFound
      Holding        | Hold AccountClosed          | Rejected | result Rejected AccountClosed
      Holding        | Hold CurrencyMismatch       | Rejected | result Rejected CurrencyMismatch
      Holding        | Hold BalanceOverflow        | Rejected | result Rejected BalanceOverflow
      Holding        | Hold HoldAlreadyReleased    | Rejected | result Rejected HoldAlreadyReleased
      Holding        | Hold HoldExists             | Parked | -
      Holding        | Hold HoldAlreadySettled     | Parked | -
      Holding        | Hold HoldNotFound           | Parked | -
      Holding        | Hold AccountExists          | Parked | -
      Holding        | Hold AccountNotEmpty        | Parked | -
      Holding        | Hold SameAccount            | Parked | -
      Holding        | Hold ConflictsWithEarlier   | Parked | -
      Holding        | other start                 | = | dead letter
      Holding        | Hold DeadlinePassed         | Parked | -
      Holding        | Hold Cancelled              | Parked | -
      Holding        | pause passed                | Holding 3 | Hold
      Holding        | deadline passed             | Releasing DeadlinePassed | Release
      Holding        | compensate                  | Releasing Cancelled | Release
      Holding        | resume                      | = not-parked | -
      Holding        | resume, credited            | = not-parked | -
      Holding        | resume, not credited        | = not-parked | -
      Holding        | resume, read early          | = not-parked | -
      Holding        | resume, read elsewhere      | = not-parked | -
      Holding        | early                       | = not-due | -
      OldHolding     | Hold Applied                | Crediting | Credit
      OldHolding     | late Hold Applied           | Releasing Expired | Release
      OldHolding     | Hold Expired                | Releasing Expired | Release
      OldHolding     | Hold InsufficientFunds      | Rejected | result Rejected InsufficientFunds
      OldHolding     | Hold AccountNotFound        | Rejected | result Rejected AccountNotFound
      OldHolding     | Hold AccountClosed          | Rejected | result Rejected AccountClosed
      OldHolding     | Hold CurrencyMismatch       | Rejected | result Rejected CurrencyMismatch
      OldHolding     | Hold BalanceOverflow        | Rejected | result Rejected BalanceOverflow
      OldHolding     | Hold HoldAlreadyReleased    | Rejected | result Rejected HoldAlreadyReleased
      OldHolding     | Hold HoldExists             | Parked | -
      OldHolding     | Hold HoldAlreadySettled     | Parked | -
      OldHolding     | Hold HoldNotFound           | Parked | -
      OldHolding     | Hold AccountExists          | Parked | -
      OldHolding     | Hold AccountNotEmpty        | Parked | -
      OldHolding     | Hold SameAccount            | Parked | -
      OldHolding     | Hold ConflictsWithEarlier   | Parked | -
      OldHolding     | other start                 | = | dead letter
      OldHolding     | Hold DeadlinePassed         | Parked | -
      OldHolding     | Hold Cancelled              | Parked | -
      OldHolding     | pause passed                | Holding 3 | Hold
      OldHolding     | deadline passed             | Holding 3 | Hold
      OldHolding     | compensate                  | Releasing Cancelled | Release
      OldHolding     | resume                      | = not-parked | -
      OldHolding     | resume, credited            | = not-parked | -
      OldHolding     | resume, not credited        | = not-parked | -
      OldHolding     | resume, read early          | = not-parked | -
      OldHolding     | resume, read elsewhere      | = not-parked | -
      OldHolding     | early                       | = not-due | -
      Crediting      | Credit Applied              | Settling | Settle
      Crediting      | Credit InsufficientFunds    | Releasing InsufficientFunds | Release
      Crediting      | Credit AccountNotFound      | Releasing AccountNotFound | Release
      Crediting      | Credit AccountClosed        | Releasing AccountClosed | Release
      Crediting      | Credit CurrencyMismatch     | Releasing CurrencyMismatch | Release
      Crediting      | Credit BalanceOverflow      | Releasing BalanceOverflow | Release
      Crediting      | Credit Expired              | Parked | -
      Crediting      | Credit ConflictsWithEarlier | Parked | -
      Crediting      | Credit HoldExists           | Parked | -
      Crediting      | Credit HoldNotFound         | Parked | -
      Crediting      | Credit HoldAlreadySettled   | Parked | -
      Crediting      | Credit HoldAlreadyReleased  | Parked | -
      Crediting      | Credit AccountExists        | Parked | -
      Crediting      | Credit AccountNotEmpty      | Parked | -
      Crediting      | Credit SameAccount          | Parked | -
      Crediting      | other start                 | = | dead letter
      Crediting      | Credit DeadlinePassed       | Parked | -
      Crediting      | Credit Cancelled            | Parked | -
      Crediting      | pause passed                | Crediting 3 | Credit
      Crediting      | deadline passed             | Crediting 3 | Credit
      Crediting      | compensate                  | = credit-sent | -
      Crediting      | resume                      | = not-parked | -
      Crediting      | resume, credited            | = not-parked | -
      Crediting      | resume, not credited        | = not-parked | -
      Crediting      | resume, read early          | = not-parked | -
      Crediting      | resume, read elsewhere      | = not-parked | -
      Crediting      | early                       | = not-due | -
      Settling       | Settle Applied              | Completed | result Completed -
      Settling       | Settle HoldAlreadySettled   | Completed | result Completed -
      Settling       | Settle InsufficientFunds    | Parked | -
      Settling       | Settle AccountNotFound      | Parked | -
      Settling       | Settle AccountClosed        | Parked | -
      Settling       | Settle CurrencyMismatch     | Parked | -
      Settling       | Settle BalanceOverflow      | Parked | -
      Settling       | Settle Expired              | Parked | -
      Settling       | Settle ConflictsWithEarlier | Parked | -
      Settling       | Settle HoldExists           | Parked | -
      Settling       | Settle HoldNotFound         | Parked | -
      Settling       | Settle HoldAlreadyReleased  | Parked | -
      Settling       | Settle AccountExists        | Parked | -
      Settling       | Settle AccountNotEmpty      | Parked | -
      Settling       | Settle SameAccount          | Parked | -
      Settling       | other start                 | = | dead letter
      Settling       | Settle DeadlinePassed       | Parked | -
      Settling       | Settle Cancelled            | Parked | -
      Settling       | pause passed                | Settling 3 | Settle
      Settling       | deadline passed             | Settling 3 | Settle
      Settling       | compensate                  | = credit-sent | -
      Settling       | resume                      | = not-parked | -
      Settling       | resume, credited            | = not-parked | -
      Settling       | resume, not credited        | = not-parked | -
      Settling       | resume, read early          | = not-parked | -
      Settling       | resume, read elsewhere      | = not-parked | -
      Settling       | early                       | = not-due | -
      Releasing      | Release Applied             | Compensated | result Compensated AccountClosed
      Releasing      | Release HoldAlreadyReleased | Compensated | result Compensated AccountClosed
      Releasing      | Release InsufficientFunds   | Parked | -
      Releasing      | Release AccountNotFound     | Parked | -
      Releasing      | Release AccountClosed       | Parked | -
      Releasing      | Release CurrencyMismatch    | Parked | -
      Releasing      | Release BalanceOverflow     | Parked | -
      Releasing      | Release Expired             | Parked | -
      Releasing      | Release ConflictsWithEarlier | Parked | -
      Releasing      | Release HoldExists          | Parked | -
      Releasing      | Release HoldNotFound        | Parked | -
      Releasing      | Release HoldAlreadySettled  | Parked | -
      Releasing      | Release AccountExists       | Parked | -
      Releasing      | Release AccountNotEmpty     | Parked | -
      Releasing      | Release SameAccount         | Parked | -
      Releasing      | other start                 | = | dead letter
      Releasing      | Release DeadlinePassed      | Parked | -
      Releasing      | Release Cancelled           | Parked | -
      Releasing      | pause passed                | Releasing AccountClosed 3 | Release
      Releasing      | deadline passed             | Releasing AccountClosed 3 | Release
      Releasing      | compensate                  | = turned-back | -
      Releasing      | resume                      | = not-parked | -
      Releasing      | resume, credited            | = not-parked | -
      Releasing      | resume, not credited        | = not-parked | -
      Releasing      | resume, read early          | = not-parked | -
      Releasing      | resume, read elsewhere      | = not-parked | -
      Releasing      | early                       | = not-due | -
      TurningBack    | Release Applied             | Compensated | result Compensated DeadlinePassed
      TurningBack    | Release HoldAlreadyReleased | Compensated | result Compensated DeadlinePassed
      TurningBack    | Release InsufficientFunds   | Parked | -
      TurningBack    | Release AccountNotFound     | Parked | -
      TurningBack    | Release AccountClosed       | Parked | -
      TurningBack    | Release CurrencyMismatch    | Parked | -
      TurningBack    | Release BalanceOverflow     | Parked | -
      TurningBack    | Release Expired             | Parked | -
      TurningBack    | Release ConflictsWithEarlier | Parked | -
      TurningBack    | Release HoldExists          | Parked | -
      TurningBack    | Release HoldNotFound        | Parked | -
      TurningBack    | Release HoldAlreadySettled  | Parked | -
      TurningBack    | Release AccountExists       | Parked | -
      TurningBack    | Release AccountNotEmpty     | Parked | -
      TurningBack    | Release SameAccount         | Parked | -
      TurningBack    | other start                 | = | dead letter
      TurningBack    | Release DeadlinePassed      | Parked | -
      TurningBack    | Release Cancelled           | Parked | -
      TurningBack    | pause passed                | Releasing DeadlinePassed 3 | Release
      TurningBack    | deadline passed             | Releasing DeadlinePassed 3 | Release
      TurningBack    | compensate                  | = turned-back | -
      TurningBack    | resume                      | = not-parked | -
      TurningBack    | resume, credited            | = not-parked | -
      TurningBack    | resume, not credited        | = not-parked | -
      TurningBack    | resume, read early          | = not-parked | -
      TurningBack    | resume, read elsewhere      | = not-parked | -
      TurningBack    | early                       | = not-due | -
      ParkedHold     | Hold Applied                | Crediting | Credit
      ParkedHold     | late Hold Applied           | Releasing Expired | Release
      ParkedHold     | Hold InsufficientFunds      | Rejected | result Rejected InsufficientFunds
      ParkedHold     | Hold AccountNotFound        | Rejected | result Rejected AccountNotFound
      ParkedHold     | Hold AccountClosed          | Rejected | result Rejected AccountClosed
      ParkedHold     | Hold CurrencyMismatch       | Rejected | result Rejected CurrencyMismatch
      ParkedHold     | Hold BalanceOverflow        | Rejected | result Rejected BalanceOverflow
      ParkedHold     | Hold HoldAlreadyReleased    | Rejected | result Rejected HoldAlreadyReleased
      ParkedHold     | other start                 | = | dead letter
      ParkedHold     | resume                      | Holding 3 | Hold
      ParkedHold     | resume, credited            | Holding 3 | Hold
      ParkedHold     | resume, not credited        | Holding 3 | Hold
      ParkedHold     | resume, read early          | Holding 3 | Hold
      ParkedHold     | resume, read elsewhere      | Holding 3 | Hold
      ParkedHold     | compensate                  | Releasing Cancelled | Release
      ParkedHold     | early                       | = not-due | -
      ParkedHold     | pause passed                | = not-due | -
      ParkedHold     | deadline passed             | = not-due | -
      ParkedCredit   | Credit Applied              | Settling | Settle
      ParkedCredit   | Credit InsufficientFunds    | Releasing InsufficientFunds | Release
      ParkedCredit   | Credit AccountNotFound      | Releasing AccountNotFound | Release
      ParkedCredit   | Credit AccountClosed        | Releasing AccountClosed | Release
      ParkedCredit   | Credit CurrencyMismatch     | Releasing CurrencyMismatch | Release
      ParkedCredit   | Credit BalanceOverflow      | Releasing BalanceOverflow | Release
      ParkedCredit   | other start                 | = | dead letter
      ParkedCredit   | resume                      | = reading-needed | -
      ParkedCredit   | resume, credited            | Settling | Settle
      ParkedCredit   | resume, not credited        | Releasing Expired | Release
      ParkedCredit   | resume, read early          | = stale-reading | -
      ParkedCredit   | resume, read elsewhere      | = stale-reading | -
      ParkedCredit   | compensate                  | = credit-sent | -
      ParkedCredit   | early                       | = not-due | -
      ParkedCredit   | pause passed                | = not-due | -
      ParkedCredit   | deadline passed             | = not-due | -
      ParkedOddly    | Credit Applied              | Settling | Settle
      ParkedOddly    | Credit InsufficientFunds    | Releasing InsufficientFunds | Release
      ParkedOddly    | Credit AccountNotFound      | Releasing AccountNotFound | Release
      ParkedOddly    | Credit AccountClosed        | Releasing AccountClosed | Release
      ParkedOddly    | Credit CurrencyMismatch     | Releasing CurrencyMismatch | Release
      ParkedOddly    | Credit BalanceOverflow      | Releasing BalanceOverflow | Release
      ParkedOddly    | other start                 | = | dead letter
      ParkedOddly    | resume                      | Crediting 3 | Credit
      ParkedOddly    | resume, credited            | Crediting 3 | Credit
      ParkedOddly    | resume, not credited        | Crediting 3 | Credit
      ParkedOddly    | resume, read early          | Crediting 3 | Credit
      ParkedOddly    | resume, read elsewhere      | Crediting 3 | Credit
      ParkedOddly    | compensate                  | = credit-sent | -
      ParkedOddly    | early                       | = not-due | -
      ParkedOddly    | pause passed                | = not-due | -
      ParkedOddly    | deadline passed             | = not-due | -
      ParkedSettle   | Settle Applied              | Completed | result Completed -
      ParkedSettle   | Settle HoldAlreadySettled   | Completed | result Completed -
      ParkedSettle   | other start                 | = | dead letter
      ParkedSettle   | resume                      | Settling 3 | Settle
      ParkedSettle   | resume, credited            | Settling 3 | Settle
      ParkedSettle   | resume, not credited        | Settling 3 | Settle
      ParkedSettle   | resume, read early          | Settling 3 | Settle
      ParkedSettle   | resume, read elsewhere      | Settling 3 | Settle
      ParkedSettle   | compensate                  | = credit-sent | -
      ParkedSettle   | early                       | = not-due | -
      ParkedSettle   | pause passed                | = not-due | -
      ParkedSettle   | deadline passed             | = not-due | -
      ParkedRelease  | Release Applied             | Expired | result Expired Expired
      ParkedRelease  | Release HoldAlreadyReleased | Expired | result Expired Expired
      ParkedRelease  | other start                 | = | dead letter
      ParkedRelease  | resume                      | Releasing Expired 3 | Release
      ParkedRelease  | resume, credited            | Releasing Expired 3 | Release
      ParkedRelease  | resume, not credited        | Releasing Expired 3 | Release
      ParkedRelease  | resume, read early          | Releasing Expired 3 | Release
      ParkedRelease  | resume, read elsewhere      | Releasing Expired 3 | Release
      ParkedRelease  | compensate                  | = turned-back | -
      ParkedRelease  | early                       | = not-due | -
      ParkedRelease  | pause passed                | = not-due | -
      ParkedRelease  | deadline passed             | = not-due | -
      ParkedConflict | other start                 | = | dead letter
      ParkedConflict | compensate                  | = credit-sent | -
      ParkedConflict | resume                      | = still-parked | -
      ParkedConflict | resume, credited            | = still-parked | -
      ParkedConflict | resume, not credited        | = still-parked | -
      ParkedConflict | resume, read early          | = still-parked | -
      ParkedConflict | resume, read elsewhere      | = still-parked | -
      ParkedConflict | early                       | = not-due | -
      ParkedConflict | pause passed                | = not-due | -
      ParkedConflict | deadline passed             | = not-due | -
      Posted         | other start                 | = | dead letter
      Posted         | start                       | = repeated-start | Post
      Posted         | late start                  | = repeated-start | Post
      Posted         | forgotten start             | = repeated-start | Post
      Posted         | resume                      | = posted | -
      Posted         | resume, credited            | = posted | -
      Posted         | resume, not credited        | = posted | -
      Posted         | resume, read early          | = posted | -
      Posted         | resume, read elsewhere      | = posted | -
      Posted         | compensate                  | = posted | -
      Posted         | early                       | = not-due | -
      Posted         | pause passed                | = not-due | -
      Posted         | deadline passed             | = not-due | -
      Completed      | other start                 | = | dead letter
      Completed      | start                       | = repeated-start | result Completed -
      Completed      | late start                  | = repeated-start | result Completed -
      Completed      | forgotten start             | = repeated-start | result Completed -
      Completed      | resume                      | = after-end | -
      Completed      | resume, credited            | = after-end | -
      Completed      | resume, not credited        | = after-end | -
      Completed      | resume, read early          | = after-end | -
      Completed      | resume, read elsewhere      | = after-end | -
      Completed      | compensate                  | = after-end | -
      Completed      | early                       | = not-due | -
      Completed      | pause passed                | = not-due | -
      Completed      | deadline passed             | = not-due | -
      Rejected       | other start                 | = | dead letter
      Rejected       | start                       | = repeated-start | result Rejected InsufficientFunds
      Rejected       | late start                  | = repeated-start | result Rejected InsufficientFunds
      Rejected       | forgotten start             | = repeated-start | result Rejected InsufficientFunds
      Rejected       | resume                      | = after-end | -
      Rejected       | resume, credited            | = after-end | -
      Rejected       | resume, not credited        | = after-end | -
      Rejected       | resume, read early          | = after-end | -
      Rejected       | resume, read elsewhere      | = after-end | -
      Rejected       | compensate                  | = after-end | -
      Rejected       | early                       | = not-due | -
      Rejected       | pause passed                | = not-due | -
      Rejected       | deadline passed             | = not-due | -
      Compensated    | other start                 | = | dead letter
      Compensated    | start                       | = repeated-start | result Compensated AccountClosed
      Compensated    | late start                  | = repeated-start | result Compensated AccountClosed
      Compensated    | forgotten start             | = repeated-start | result Compensated AccountClosed
      Compensated    | resume                      | = after-end | -
      Compensated    | resume, credited            | = after-end | -
      Compensated    | resume, not credited        | = after-end | -
      Compensated    | resume, read early          | = after-end | -
      Compensated    | resume, read elsewhere      | = after-end | -
      Compensated    | compensate                  | = after-end | -
      Compensated    | early                       | = not-due | -
      Compensated    | pause passed                | = not-due | -
      Compensated    | deadline passed             | = not-due | -
      TurnedBack     | other start                 | = | dead letter
      TurnedBack     | start                       | = repeated-start | result Compensated Cancelled
      TurnedBack     | late start                  | = repeated-start | result Compensated Cancelled
      TurnedBack     | forgotten start             | = repeated-start | result Compensated Cancelled
      TurnedBack     | resume                      | = after-end | -
      TurnedBack     | resume, credited            | = after-end | -
      TurnedBack     | resume, not credited        | = after-end | -
      TurnedBack     | resume, read early          | = after-end | -
      TurnedBack     | resume, read elsewhere      | = after-end | -
      TurnedBack     | compensate                  | = after-end | -
      TurnedBack     | early                       | = not-due | -
      TurnedBack     | pause passed                | = not-due | -
      TurnedBack     | deadline passed             | = not-due | -
      Expired        | other start                 | = | dead letter
      Expired        | start                       | = repeated-start | result Expired Expired
      Expired        | late start                  | = repeated-start | result Expired Expired
      Expired        | forgotten start             | = repeated-start | result Expired Expired
      Expired        | resume                      | = after-end | -
      Expired        | resume, credited            | = after-end | -
      Expired        | resume, not credited        | = after-end | -
      Expired        | resume, read early          | = after-end | -
      Expired        | resume, read elsewhere      | = after-end | -
      Expired        | compensate                  | = after-end | -
      Expired        | early                       | = not-due | -
      Expired        | pause passed                | = not-due | -
      Expired        | deadline passed             | = not-due | -
      """;

  private SagaTable() {}
}
