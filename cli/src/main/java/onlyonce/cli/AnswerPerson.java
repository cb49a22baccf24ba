package onlyonce.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import onlyonce.messages.ShardMap;
import onlyonce.saga.Ended;
import onlyonce.saga.SagaState;

/** What whoever asks something of a saga is told. */
record AnswerPerson(Terminal terminal, ShardMap map) {

  int refuse(String why) {
    terminal.warn("refused: " + why);
    return ExitCode.SOME_REFUSED;
  }

  int refuse(String why, SagaState.Remembered saga) {
    terminal.print(text(saga));
    return refuse(why);
  }

  /**
   * @param moved what the saga became last, or nothing
   * @param wish what it was to become
   * @param patience for how long it was watched
   */
  int tell(
      Optional<SagaState.Remembered> moved,
      Predicate<SagaState.Remembered> wish,
      Duration patience) {
    if (moved.isEmpty()) {
      terminal.warn(
          "asked, but the saga did not move within %s: see that an orchestrator runs, and look again"
              .formatted(Terminal.seconds(patience)));
      return ExitCode.UNKNOWN;
    }
    terminal.print(text(moved.get()));
    if (wish.test(moved.get())) {
      return ExitCode.OK;
    }
    terminal.warn(
        moved.get() instanceof Ended
            ? "asked, but it ended otherwise: whatever was under way came first"
            : "asked, and it moved, but within %s not as asked: look again"
                .formatted(Terminal.seconds(patience)));
    return ExitCode.UNKNOWN;
  }

  private String text(SagaState.Remembered saga) {
    return ListedSaga.of(saga, map, InstantSource.system().millis()).text();
  }
}
