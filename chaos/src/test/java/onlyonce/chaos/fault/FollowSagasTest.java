package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.fault.SagasUnderWay.SagaStep;
import onlyonce.messages.CommandType;
import org.junit.jupiter.api.Test;

final class FollowSagasTest {
  private final FollowSagas sagas = new FollowSagas();
  private final UUID first = new UUID(1, 1);
  private final UUID second = new UUID(1, 2);

  @Test
  void in_countsByTheStepThatIsWaitedFor_inTheseAskedPartitionsOnly() {
    sagas.started(first, 3);
    sagas.sent(first, CommandType.HOLD);
    sagas.sent(first, CommandType.CREDIT);
    sagas.started(second, 4);
    sagas.sent(second, CommandType.HOLD);

    assertThat(sagas.in(Set.of(3, 4))).isEqualTo(Map.of(SagaStep.CREDIT, 1, SagaStep.HOLD, 1));
    assertThat(sagas.in(Set.of(4))).isEqualTo(Map.of(SagaStep.HOLD, 1));
  }

  @Test
  void in_whatWasOnlyStartedOrHasEnded_isLeftOut() {
    sagas.started(first, 3);
    sagas.started(second, 3);
    sagas.sent(second, CommandType.HOLD);
    sagas.ended(second);

    assertThat(sagas.in(Set.of(3))).isEmpty();
  }

  @Test
  void sent_beforeItsStartAndAgain_staysWhereItWas() {
    sagas.sent(first, CommandType.HOLD);
    sagas.sent(first, CommandType.RELEASE);
    sagas.sent(first, CommandType.HOLD);
    sagas.started(first, 5);

    assertThat(sagas.in(Set.of(5))).isEqualTo(Map.of(SagaStep.RELEASE, 1));
  }
}
