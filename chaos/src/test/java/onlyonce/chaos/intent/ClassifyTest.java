package onlyonce.chaos.intent;

import static onlyonce.messages.Outcome.ACCOUNT_EXISTS;
import static onlyonce.messages.Outcome.APPLIED;
import static onlyonce.messages.Outcome.EXPIRED;
import static onlyonce.messages.TransferResult.End;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.history.PostingRow;
import onlyonce.messages.TransferResult;
import org.junit.jupiter.api.Test;

final class ClassifyTest {
  private static final UUID ID = new UUID(0x0199f0b0c0007000L, 0x8000000000000001L);

  @Test
  void classOf_withPostingsAndResult_isApplied() {
    Intent intent = transfer();
    move(intent);
    end(intent, End.COMPLETED);

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.APPLIED);
  }

  @Test
  void classOf_creditedTwice_isDuplicatedWhateverElseItIs() {
    Intent intent = transfer();
    move(intent);
    post(intent, "bob", 300);
    intent.missEffect(5);
    intent.conflict();

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.DUPLICATED);
  }

  @Test
  void classOf_acknowledgedAndNotInTheLog_isLost() {
    Intent intent = new Intent(ID, wish(IntentKind.POST), 0, 0);
    intent.acknowledge();

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.LOST);
  }

  @Test
  void classOf_neverAcknowledgedAndNotInTheLog_isUnsent() {
    assertThat(Classify.classOf(new Intent(ID, wish(IntentKind.POST), 0, 0)))
        .isEqualTo(IntentClass.UNSENT);
  }

  @Test
  void classOf_completedWithoutPostings_isLost() {
    Intent intent = transfer();
    end(intent, End.COMPLETED);

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.LOST);
  }

  @Test
  void classOf_compensatedWithACredit_isLost() {
    Intent intent = transfer();
    post(intent, "bob", 300);
    end(intent, End.COMPENSATED);

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.LOST);
  }

  @Test
  void classOf_ownContentConflicting_isConflicted() {
    Intent intent = transfer();
    intent.conflict();

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.CONFLICTED);
  }

  @Test
  void classOf_appliedBesideALateDuplicatesExpiry_isApplied() {
    Intent intent = transfer();
    move(intent);
    end(intent, End.COMPLETED);
    intent.expire();

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.APPLIED);
  }

  @Test
  void classOf_unreadable_isDeadLettered() {
    Intent intent = transfer();
    intent.deadLetter();

    assertThat(Classify.classOf(intent)).isEqualTo(IntentClass.DEAD_LETTERED);
  }

  @Test
  void classOf_deadLetterOrResultThatSaysExpired_isExpired() {
    Intent letter = transfer();
    letter.expire();
    Intent result = transfer();
    end(result, End.EXPIRED);

    assertThat(List.of(letter, result))
        .extracting(Classify::classOf)
        .containsOnly(IntentClass.EXPIRED);
  }

  @Test
  void classOf_rejectedOrCompensatedWithoutPostings_isRejected() {
    Intent rejected = transfer();
    end(rejected, End.REJECTED);
    Intent compensated = transfer();
    end(compensated, End.COMPENSATED);

    assertThat(List.of(rejected, compensated))
        .extracting(Classify::classOf)
        .containsOnly(IntentClass.REJECTED);
  }

  @Test
  void classOf_inTheLogWithoutAnEnd_isStuck() {
    Intent silent = transfer();
    Intent untold = transfer();
    move(untold);

    assertThat(List.of(silent, untold))
        .extracting(Classify::classOf)
        .containsOnly(IntentClass.STUCK);
  }

  @Test
  void classOf_openWithItsAnswer_isAppliedOrRejected() {
    Intent opened = open(0);
    opened.answer(APPLIED, 5);
    Intent existing = open(0);
    existing.answer(ACCOUNT_EXISTS, 5);
    Intent silent = open(0);
    silent.answer(EXPIRED, 5);

    assertThat(List.of(opened, existing, silent))
        .extracting(Classify::classOf)
        .containsExactly(IntentClass.APPLIED, IntentClass.REJECTED, IntentClass.STUCK);
  }

  @Test
  void classOf_openWhoseOpeningBalanceIsMissing_isNotApplied() {
    Intent opened = open(100);
    opened.answer(APPLIED, 5);
    opened.missEffect(5);

    assertThat(Classify.classOf(opened)).isEqualTo(IntentClass.LOST);
  }

  private static Intent transfer() {
    Intent intent = new Intent(ID, wish(IntentKind.SAGA), 0, 0);
    intent.acknowledge();
    intent.foundInLog();
    return intent;
  }

  private static Intent open(long minor) {
    Intent intent = new Intent(ID, new Wish(IntentKind.OPEN, "bob", "bob", "EUR", minor), 0, 0);
    intent.foundInLog();
    return intent;
  }

  private static Wish wish(IntentKind kind) {
    return new Wish(kind, "alice", "bob", "EUR", 300);
  }

  private static void move(Intent intent) {
    post(intent, "alice", -300);
    post(intent, "bob", 300);
  }

  private static void post(Intent intent, String account, long minor) {
    intent.post(new PostingRow(3, ID, ID, "Post", account, "EUR", minor));
  }

  private static void end(Intent intent, End end) {
    intent.end(new TransferResult(ID, end, Optional.empty(), List.of()), 7);
  }
}
