package onlyonce.chaos.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import onlyonce.chaos.fault.Plan;

/**
 * A plan's schedule for one run.
 *
 * @param kinds what was drawn, one entry for each step, such as {@code kill-broker (controller)}
 * @param leftOut the kinds that the surroundings do not allow, with the reason, where the plan
 *     could have had any
 */
public record DrawnPlan(Plan plan, List<String> kinds, SortedMap<String, String> leftOut) {
  private static final String PLAN = "plan";

  /** Under this name a report's environment tells what was drawn. */
  public static final String DRAWN = "faults_drawn";

  /** Nothing was drawn yet. */
  public static final DrawnPlan NOTHING =
      new DrawnPlan(new Plan("", List.of()), List.of(), new TreeMap<>());

  public DrawnPlan {
    kinds = List.copyOf(kinds);
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
  }

  /** Tells what will happen, and what cannot. */
  public void say(Consumer<String> listener) {
    listener.accept("plan %s: %s".formatted(plan.name(), inWords()));
    if (!leftOut.isEmpty()) {
      listener.accept("left out: " + leftOutInWords());
    }
  }

  /** Adds what a report's reader needs to know of it. */
  public void describe(Map<String, String> environment) {
    environment.put(PLAN, plan.name());
    environment.put(DRAWN, inWords());
    if (!leftOut.isEmpty()) {
      environment.put("faults_left_out", leftOutInWords());
    }
  }

  /** The schedule in one line. */
  private String inWords() {
    if (kinds.isEmpty()) {
      return "no faults";
    }
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < kinds.size(); i++) {
      words.append(i == 0 ? "" : "; ");
      words.append(
          "%.1f s %s".formatted(plan.steps().get(i).after().toMillis() / 1000.0, kinds.get(i)));
    }
    return words.toString();
  }

  /** What is left out, each with its reason, in one line. */
  private String leftOutInWords() {
    return leftOut.entrySet().stream()
        .map(entry -> "%s (%s)".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
