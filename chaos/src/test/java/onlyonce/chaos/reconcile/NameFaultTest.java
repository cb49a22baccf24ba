package onlyonce.chaos.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.intent.IntentKind;
import onlyonce.chaos.intent.Wish;
import onlyonce.chaos.report.Blame;
import org.junit.jupiter.api.Test;

/** Two faults: the first lasts from second 10 to 12, the second from 20 to 28. */
final class NameFaultTest {
  private static final long SECOND = 1_000;

  private final NameFault nameFault =
      new NameFault(List.of(fault("shard-1", 10, 12), fault("broker-2", 20, 28)));

  @Test
  void of_neitherLostNorDuplicated_isNothing() {
    assertThat(nameFault.of(intent(11), IntentClass.APPLIED)).isEmpty();
    assertThat(nameFault.of(intent(11), IntentClass.STUCK)).isEmpty();
  }

  @Test
  void duplicated_namesTheLastFaultThatBeganBeforeTheLastAnswer() {
    assertThat(duplicatedAt(11)).isEqualTo("shard-1");
    assertThat(duplicatedAt(19)).isEqualTo("shard-1");
    assertThat(duplicatedAt(21)).isEqualTo("broker-2");
    assertThat(duplicatedAt(40)).isEqualTo("broker-2");
  }

  @Test
  void duplicated_beforeAnyFault_namesNone() {
    assertThat(duplicatedAt(9)).startsWith("no fault: none had begun");
  }

  @Test
  void duplicated_byASecondRecord_goesByThatRecord() {
    Intent intent = intent(9);
    intent.repeat(11 * SECOND);
    intent.answerForMoney(21 * SECOND);

    assertThat(name(intent, IntentClass.DUPLICATED)).isEqualTo("shard-1");
  }

  @Test
  void duplicated_byItsClientsOwnResend_namesNone() {
    Intent intent = intent(9);
    intent.resend();
    intent.repeat(11 * SECOND);

    assertThat(name(intent, IntentClass.DUPLICATED))
        .isEqualTo("no fault: its client sent it again on purpose");
  }

  @Test
  void duplicated_withoutAnyTrace_saysSo() {
    assertThat(name(intent(11), IntentClass.DUPLICATED)).startsWith("no fault: neither a second");
  }

  @Test
  void lost_namesTheFaultThatLastedOrSoonBegan() {
    assertThat(lostAt(6)).isEqualTo("shard-1");
    assertThat(lostAt(11)).isEqualTo("shard-1");
    assertThat(lostAt(19)).isEqualTo("broker-2");
    assertThat(lostAt(27)).isEqualTo("broker-2");
  }

  @Test
  void lost_farFromEveryFault_namesNone() {
    assertThat(lostAt(4)).startsWith("no fault: none lasted");
    assertThat(lostAt(13)).startsWith("no fault: none lasted");
    assertThat(lostAt(29)).startsWith("no fault: none lasted");
  }

  @Test
  void lost_onTheWayToTheLog_goesByTheTimeItWasDue() {
    assertThat(name(intent(21), IntentClass.LOST)).isEqualTo("broker-2");
  }

  @Test
  void lost_betweenTwoFaults_namesTheNearer() {
    NameFault overlapping =
        new NameFault(List.of(fault("broker-1", 10, 18), fault("processor-1", 15, 17)));
    Intent intent = intent(0);
    intent.missEffect(14_800);

    Blame blame = overlapping.of(intent, IntentClass.LOST).orElseThrow();
    assertThat(blame).isInstanceOf(Blame.OnFault.class);
    assertThat(blame.text()).contains("fault 2, kill processor-1, began 0.2 s after its trace");
  }

  @Test
  void faultThatHitNothing_isNeverNamed() {
    FaultRecord missed =
        new FaultRecord(
            "kill",
            "broker-9",
            Instant.ofEpochSecond(10),
            Optional.of(Instant.ofEpochSecond(10)),
            "no such process",
            false,
            3);
    Intent intent = intent(0);
    intent.missEffect(9 * SECOND);
    intent.answerForMoney(11 * SECOND);
    NameFault nobody = new NameFault(List.of(missed));

    assertThat(nobody.of(intent, IntentClass.LOST).orElseThrow().text()).startsWith("no fault");
    assertThat(nobody.of(intent, IntentClass.DUPLICATED).orElseThrow().text())
        .startsWith("no fault");
  }

  private String duplicatedAt(long second) {
    Intent intent = intent(0);
    intent.answerForMoney(2 * SECOND);
    intent.answerForMoney(second * SECOND);
    return name(intent, IntentClass.DUPLICATED);
  }

  private String lostAt(long second) {
    Intent intent = intent(0);
    intent.missEffect(second * SECOND);
    return name(intent, IntentClass.LOST);
  }

  private String name(Intent intent, IntentClass intentClass) {
    return switch (nameFault.of(intent, intentClass).orElseThrow()) {
      case Blame.OnFault on -> on.fault().target();
      case Blame.OnNoFault on -> on.text();
    };
  }

  private static Intent intent(long dueSecond) {
    return new Intent(
        new UUID(0x0199f0b0c0007000L, 0x8000000000000001L),
        new Wish(IntentKind.POST, "alice", "bob", "EUR", 300),
        dueSecond * SECOND,
        0);
  }

  private static FaultRecord fault(String target, long at, long healed) {
    return new FaultRecord(
        "kill",
        target,
        Instant.ofEpochSecond(at),
        Optional.of(Instant.ofEpochSecond(healed)),
        "seen",
        true,
        3);
  }
}
