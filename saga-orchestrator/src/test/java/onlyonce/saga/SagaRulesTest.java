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
      String attempt =
          decision.state() instanceof Awaiting w && w.attempt() > 1 ? " " + w.attempt() : "";
      next = decision.state().label() + reason + attempt + ignored;
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
    SagaTable.ROWS
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
