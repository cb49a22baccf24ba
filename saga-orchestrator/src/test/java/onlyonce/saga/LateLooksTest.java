package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.UnreadableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers of a task that has just begun or is behind. */
final class LateLooksTest {
  private DrivenSagas sagas;

  @BeforeEach
  void open(@TempDir Path folder) {
    sagas = new DrivenSagas(folder, 1);
  }

  @AfterEach
  void close() {
    sagas.close();
  }

  @Test
  void deadline_passedBeforeARestart_waitsForTheAnswerThatLiesUnread() throws UnreadableException {
    storeOverdueHold();
    sagas.advance(Duration.ofMillis(200));
    sagas.advance(Duration.ofSeconds(2));
    assertThat(sagas.sent()).isEmpty();

    sagas.reply(CommandType.HOLD, Outcome.APPLIED);
    assertThat(sagas.sent()).containsExactly("Credit 1");
  }

  @Test
  void deadline_passedBeforeARestartAndNothingLiesUnread_turnsBack() throws UnreadableException {
    storeOverdueHold();
    for (int second = 0; second < 7; second++) {
      sagas.advance(Duration.ofSeconds(1));
    }
    assertThat(sagas.sent()).containsExactly("Release 1");
  }

  @Test
  void deadline_passedAndANewerAnswerRead_turnsBack() throws UnreadableException {
    storeOverdueHold();
    sagas.advance(Duration.ofMillis(200));
    assertThat(sagas.sent()).isEmpty();
    sagas.reply(Sample.across(2).id(), CommandType.HOLD, Outcome.APPLIED);
    sagas.advance(Duration.ofSeconds(1));
    assertThat(sagas.sent()).containsExactly("Release 1");
  }

  private void storeOverdueHold() {
    long now = DrivenSagas.NOW.toEpochMilli();
    Holding overdue =
        new Holding(
            DrivenSagas.TRANSFER,
            new Schedule(3, now - 60_000, now - 1_000),
            OptionalLong.of(now - 1_000));
    sagas
        .store(SagaStore.NAME)
        .put(SagaStore.key(overdue.transfer().id()), SagaStateCodec.encode(overdue));
  }
}
