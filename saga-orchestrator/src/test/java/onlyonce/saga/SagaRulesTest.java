package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import onlyonce.messages.Outcome;
import org.junit.jupiter.api.Test;

final class SagaRulesTest {
  /**
   * Every pair that does something. In every pair that is not here nothing changes, nothing is sent
   * and the event is counted as ignored.
   */
  private static final String TABLE =
      """
      NotStarted      | start                       | Holding       | Hold
      NotStarted      | other start                 | Holding       | Hold
      NotStarted      | late start                  | Expired       | result Expired Expired
      Holding         | Hold Applied                | Crediting     | Credit
      Holding         | late Hold Applied           | Releasing Expired | Release
      Holding         | Hold Expired                | Releasing Expired | Release
      Holding         | Hold InsufficientFunds      | Rejected      | result Rejected InsufficientFunds
      Holding         | Hold AccountNotFound        | Rejected      | result Rejected AccountNotFound
      Holding         | Hold AccountClosed          | Rejected      | result Rejected AccountClosed
      Holding         | Hold CurrencyMismatch       | Rejected      | result Rejected CurrencyMismatch
      Holding         | Hold BalanceOverflow        | Rejected      | result Rejected BalanceOverflow
      Holding         | Hold HoldAlreadyReleased    | Rejected      | result Rejected HoldAlreadyReleased
      Holding         | Hold HoldExists             | Parked        | -
      Holding         | Hold HoldAlreadySettled     | Parked        | -
      Holding         | Hold HoldNotFound           | Parked        | -
      Holding         | Hold AccountExists          | Parked        | -
      Holding         | Hold AccountNotEmpty        | Parked        | -
      Holding         | Hold SameAccount            | Parked        | -
      Holding         | Hold ConflictsWithEarlier   | Parked        | -
      Crediting       | Credit Applied              | Settling      | Settle
      Crediting       | Credit InsufficientFunds    | Releasing InsufficientFunds | Release
      Crediting       | Credit AccountNotFound      | Releasing AccountNotFound   | Release
      Crediting       | Credit AccountClosed        | Releasing AccountClosed     | Release
      Crediting       | Credit CurrencyMismatch     | Releasing CurrencyMismatch  | Release
      Crediting       | Credit BalanceOverflow      | Releasing BalanceOverflow   | Release
      Crediting       | Credit Expired              | Parked        | -
      Crediting       | Credit ConflictsWithEarlier | Parked        | -
      Crediting       | Credit HoldExists           | Parked        | -
      Crediting       | Credit HoldNotFound         | Parked        | -
      Crediting       | Credit HoldAlreadySettled   | Parked        | -
      Crediting       | Credit HoldAlreadyReleased  | Parked        | -
      Crediting       | Credit AccountExists        | Parked        | -
      Crediting       | Credit AccountNotEmpty      | Parked        | -
      Crediting       | Credit SameAccount          | Parked        | -
      Settling        | Settle Applied              | Completed     | result Completed -
      Settling        | Settle HoldAlreadySettled   | Completed     | result Completed -
      Settling        | Settle InsufficientFunds    | Parked        | -
      Settling        | Settle AccountNotFound      | Parked        | -
      Settling        | Settle AccountClosed        | Parked        | -
      Settling        | Settle CurrencyMismatch     | Parked        | -
      Settling        | Settle BalanceOverflow      | Parked        | -
      Settling        | Settle Expired              | Parked        | -
      Settling        | Settle ConflictsWithEarlier | Parked        | -
      Settling        | Settle HoldExists           | Parked        | -
      Settling        | Settle HoldNotFound         | Parked        | -
      Settling        | Settle HoldAlreadyReleased  | Parked        | -
      Settling        | Settle AccountExists        | Parked        | -
      Settling        | Settle AccountNotEmpty      | Parked        | -
      Settling        | Settle SameAccount          | Parked        | -
      Releasing       | Release Applied             | Compensated   | result Compensated AccountClosed
      Releasing       | Release HoldAlreadyReleased | Compensated   | result Compensated AccountClosed
      Releasing       | Release InsufficientFunds   | Parked        | -
      Releasing       | Release AccountNotFound     | Parked        | -
      Releasing       | Release AccountClosed       | Parked        | -
      Releasing       | Release CurrencyMismatch    | Parked        | -
      Releasing       | Release BalanceOverflow     | Parked        | -
      Releasing       | Release Expired             | Parked        | -
      Releasing       | Release ConflictsWithEarlier| Parked        | -
      Releasing       | Release HoldExists          | Parked        | -
      Releasing       | Release HoldNotFound        | Parked        | -
      Releasing       | Release HoldAlreadySettled  | Parked        | -
      Releasing       | Release AccountExists       | Parked        | -
      Releasing       | Release AccountNotEmpty     | Parked        | -
      Releasing       | Release SameAccount         | Parked        | -
      ParkedHold      | Hold Applied                | Crediting     | Credit
      ParkedHold      | late Hold Applied           | Releasing Expired | Release
      ParkedHold      | Hold InsufficientFunds      | Rejected      | result Rejected InsufficientFunds
      ParkedHold      | Hold AccountNotFound        | Rejected      | result Rejected AccountNotFound
      ParkedHold      | Hold AccountClosed          | Rejected      | result Rejected AccountClosed
      ParkedHold      | Hold CurrencyMismatch       | Rejected      | result Rejected CurrencyMismatch
      ParkedHold      | Hold BalanceOverflow        | Rejected      | result Rejected BalanceOverflow
      ParkedHold      | Hold HoldAlreadyReleased    | Rejected      | result Rejected HoldAlreadyReleased
      ParkedCredit    | Credit Applied              | Settling      | Settle
      ParkedCredit    | Credit InsufficientFunds    | Releasing InsufficientFunds | Release
      ParkedCredit    | Credit AccountNotFound      | Releasing AccountNotFound   | Release
      ParkedCredit    | Credit AccountClosed        | Releasing AccountClosed     | Release
      ParkedCredit    | Credit CurrencyMismatch     | Releasing CurrencyMismatch  | Release
      ParkedCredit    | Credit BalanceOverflow      | Releasing BalanceOverflow   | Release
      ParkedSettle    | Settle Applied              | Completed     | result Completed -
      ParkedSettle    | Settle HoldAlreadySettled   | Completed     | result Completed -
      ParkedRelease   | Release Applied             | Expired       | result Expired Expired
      ParkedRelease   | Release HoldAlreadyReleased | Expired       | result Expired Expired
      Holding         | other start                 | =             | dead letter
      Crediting       | other start                 | =             | dead letter
      Settling        | other start                 | =             | dead letter
      Releasing       | other start                 | =             | dead letter
      ParkedHold      | other start                 | =             | dead letter
      ParkedCredit    | other start                 | =             | dead letter
      ParkedSettle    | other start                 | =             | dead letter
      ParkedRelease   | other start                 | =             | dead letter
      ParkedConflict  | other start                 | =             | dead letter
      Posted          | other start                 | =             | dead letter
      Completed       | other start                 | =             | dead letter
      Rejected        | other start                 | =             | dead letter
      Compensated     | other start                 | =             | dead letter
      Expired         | other start                 | =             | dead letter
      Posted          | start                       | = repeated-start | Post
      Posted          | late start                  | = repeated-start | Post
      Completed       | start                       | = repeated-start | result Completed -
      Completed       | late start                  | = repeated-start | result Completed -
      Rejected        | start                       | = repeated-start | result Rejected InsufficientFunds
      Rejected        | late start                  | = repeated-start | result Rejected InsufficientFunds
      Compensated     | start                       | = repeated-start | result Compensated AccountClosed
      Compensated     | late start                  | = repeated-start | result Compensated AccountClosed
      Expired         | start                       | = repeated-start | result Expired Expired
      Expired         | late start                  | = repeated-start | result Expired Expired
      """;

  @Test
  void decide_everyStateAndEvent_asTheTableSays() {
    Map<String, String> table = table();
    Set<String> met = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    Map<String, SagaState> states = SagaSample.states();
    Map<String, SagaEvent> events = SagaSample.events();
    states.forEach(
        (stateName, state) ->
            events.forEach(
                (eventName, event) -> {
                  String pair = stateName + " | " + eventName;
                  met.add(pair);
                  String expected = table.getOrDefault(pair, "= ignored | -");
                  String actual =
                      told(state, SagaSample.RULES.decide(state, event), !table.containsKey(pair));
                  if (!actual.equals(expected)) {
                    wrong.add(pair + ": expected " + expected + " but was " + actual);
                  }
                }));

    assertThat(wrong).isEmpty();
    assertThat(met).containsAll(table.keySet()).hasSize(states.size() * events.size());
  }

  @Test
  void decide_everySealedState_isInTheTable() {
    Set<Class<?>> sampled =
        SagaSample.states().values().stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(sampled).isEqualTo(leaves(SagaState.class));
  }

  private static String told(SagaState before, Decision decision, boolean unlisted) {
    String ignored = decision.ignored().map(why -> " " + why.label()).orElse("");
    String next;
    if (decision.state().equals(before)) {
      next = "=" + (unlisted && !ignored.isEmpty() ? " ignored" : ignored);
    } else {
      String reason = decision.state() instanceof Releasing r ? " " + r.reason().label() : "";
      next = decision.state().label() + reason + ignored;
    }
    String sent =
        decision.emissions().stream().map(SagaRulesTest::told).collect(Collectors.joining());
    return next + " | " + (sent.isEmpty() ? "-" : sent);
  }

  private static String told(Emission emission) {
    return switch (emission) {
      case Emission.Send send -> send.command().type().label();
      case Emission.Refuse _ -> "dead letter";
      case Emission.Publish publish ->
          "result %s %s"
              .formatted(
                  publish.result().end().label(),
                  publish.result().reason().map(Outcome::label).orElse("-"));
    };
  }

  private static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] cells = line.split("\\|", -1);
              String pair = cells[0].strip() + " | " + cells[1].strip();
              String row = cells[2].strip() + " | " + cells[3].strip();
              assertThat(table.put(pair, row)).as(pair).isNull();
            });
    return table;
  }

  private static Set<Class<?>> leaves(Class<?> sealed) {
    if (!sealed.isSealed()) {
      return Set.of(sealed);
    }
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(type -> leaves(type).stream())
        .collect(Collectors.toSet());
  }
}
