package onlyonce.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadPlanTest {
  private static final String HEAD = "name: mine\ndescription: my own\nshortest: 30s\n";

  @Test
  void of_aStepInFull_hasWhatIsWritten() {
    PlanFile plan =
        ReadPlan.of(
            "mine.yaml",
            HEAD
                + """
                steps:
                  - fault: pause-broker
                    aim: any
                    every: 9s
                    from: 4500ms
                    until: end-5s
                    count: 2
                    for: 3s
                """);

    assertThat(plan.shortest()).isEqualTo(Duration.ofSeconds(30));
    assertThat(plan.steps())
        .containsExactly(
            new PlanStep(
                FaultKind.PAUSE_BROKER,
                "any",
                new PlanStep.When.Every(
                    Duration.ofSeconds(9),
                    new Times.Moment(0, Duration.ofMillis(4500)),
                    new Times.Moment(1, Duration.ofSeconds(-5)),
                    2),
                Duration.ofSeconds(3)));
  }

  @Test
  void of_whatIsNoPlan_namesFileFieldAndTheKnown() {
    Map<String, String[]> cases =
        Map.ofEntries(
            Map.entry(
                "steps: []\ncolour: red", new String[] {"\"colour\"", "known: description, name"}),
            Map.entry("name: twice\nsteps: []", new String[] {"line 4", "name"}),
            Map.entry(step("fault: kil-broker"), new String[] {"step 1, fault", "kill-broker"}),
            Map.entry(step("fault: disk-full"), new String[] {"cannot be done here", "mount"}),
            Map.entry(step("aim: leader"), new String[] {"step 1, fault: is missing"}),
            Map.entry(
                step("fault: kill-broker", "aim: leaders"),
                new String[] {"step 1, aim", "leader, controller"}),
            Map.entry(
                step("fault: kill-broker", "at: noon"), new String[] {"step 1, at", "end-12s"}),
            Map.entry(
                step("fault: kill-broker", "at: 40s"), new String[] {"step 1", "outside", "30 s"}),
            Map.entry(step("fault: kill-broker", "at: end-40s"), new String[] {"outside"}),
            Map.entry(
                step("fault: kill-broker", "every: 9s", "at: 10%"),
                new String[] {"step 1, at", "not both"}),
            Map.entry(
                step("fault: kill-broker", "count: 2"), new String[] {"step 1, count", "every"}),
            Map.entry(
                step("fault: kill-broker", "every: 0s"), new String[] {"step 1, every", "1s"}),
            Map.entry(
                step("fault: kill-broker", "every: 40s"), new String[] {"never lands", "30 s"}),
            Map.entry(
                step("fault: kill-broker", "for: 90s"), new String[] {"last 90000 ms", "outside"}),
            Map.entry(
                step("fault: forge-commands", "for: 2s"), new String[] {"for:", "ends by itself"}),
            Map.entry(
                step("fault: kill-broker", "why: not"),
                new String[] {"step 1: unknown field \"why\"", "until"}));
    cases.forEach(
        (yaml, parts) ->
            assertThatThrownBy(() -> ReadPlan.of("mine.yaml", HEAD + yaml))
                .as(yaml)
                .isInstanceOf(BadPlanException.class)
                .hasMessageContaining("mine.yaml")
                .hasMessageContainingAll(parts));
  }

  @Test
  void of_anEmptyFile_isRefused() {
    assertThatThrownBy(() -> ReadPlan.of("mine.yaml", ""))
        .isInstanceOf(BadPlanException.class)
        .hasMessageContaining("mine.yaml");
  }

  private static String step(String first, String... more) {
    StringBuilder yaml = new StringBuilder("steps:\n  - ").append(first);
    for (String line : more) {
      yaml.append("\n    ").append(line);
    }
    return yaml.append('\n').toString();
  }
}
