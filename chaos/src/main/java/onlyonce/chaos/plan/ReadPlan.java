package onlyonce.chaos.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import onlyonce.chaos.plan.PlanStep.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a plan from YAML, strictly: whatever is not understood is an error that names the file, the
 * step and what is known.
 */
final class ReadPlan {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int MOST_REPEATS = 1_000;

  private final String file;

  private ReadPlan(String file) {
    this.file = file;
  }

  private record Raw(
      @Nullable String name,
      @Nullable String description,
      @Nullable String shortest,
      @Nullable List<RawStep> steps) {}

  private record RawStep(
      @Nullable String fault,
      @Nullable String aim,
      @Nullable String at,
      @Nullable String every,
      @Nullable String from,
      @Nullable String until,
      @Nullable Integer count,
      @JsonProperty("for") @Nullable String lasting) {}

  /**
   * Reads a plan.
   *
   * @param file where it comes from, for messages
   * @throws BadPlanException when it is not exactly a plan
   */
  static PlanFile of(String file, String yaml) {
    return new ReadPlan(file).read(yaml);
  }

  private PlanFile read(String yaml) {
    Raw raw;
    try {
      raw = MAPPER.readValue(yaml, Raw.class);
    } catch (UnrecognizedPropertyException e) {
      throw new BadPlanException(
          "%s: unknown field \"%s\"; known: %s"
              .formatted(
                  step(e),
                  e.getPropertyName(),
                  e.getKnownPropertyIds().stream()
                      .map(String::valueOf)
                      .sorted()
                      .collect(Collectors.joining(", "))),
          e);
    } catch (JacksonException e) {
      throw new BadPlanException(line(e) + ": " + e.getOriginalMessage(), e);
    }
    if (raw == null) {
      throw new BadPlanException(file + " is empty");
    }
    Duration shortest =
        parsed("shortest", () -> Times.span(required("", "shortest", raw.shortest())));
    List<PlanStep> steps = new ArrayList<>();
    for (RawStep step : raw.steps() == null ? List.<RawStep>of() : raw.steps()) {
      steps.add(step("step %d, ".formatted(steps.size() + 1), step));
    }
    PlanFile plan =
        new PlanFile(
            required("", "name", raw.name()),
            required("", "description", raw.description()),
            shortest,
            steps);
    requireRoom(plan);
    return plan;
  }

  private String line(JacksonException e) {
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    return line < 1 ? file : file + ", line " + line;
  }

  private String step(JacksonException e) {
    return e.getPath().stream()
        .filter(part -> part.getIndex() >= 0)
        .findFirst()
        .map(part -> "%s, step %d".formatted(file, part.getIndex() + 1))
        .orElse(file);
  }

  private PlanStep step(String place, @Nullable RawStep raw) {
    if (raw == null) {
      throw bad(place + "fault: is missing");
    }
    String label = required(place, "fault", raw.fault());
    String impossible = LeftOut.ALWAYS.get(label);
    if (impossible != null) {
      throw bad("%sfault: %s cannot be done here: %s".formatted(place, label, impossible));
    }
    FaultKind kind =
        FaultKind.ofLabel(label)
            .orElseThrow(
                () ->
                    bad(
                        "%sfault: no fault is named \"%s\"; known: %s"
                            .formatted(place, label, FaultKind.labels())));
    String aim = raw.aim() == null ? kind.aims().getFirst() : raw.aim();
    if (!aim.equals(FaultKind.ANY) && !kind.aims().contains(aim)) {
      throw bad(
          "%saim: %s cannot be aimed at \"%s\"; known: %s, %s"
              .formatted(place, label, aim, String.join(", ", kind.aims()), FaultKind.ANY));
    }
    return new PlanStep(kind, aim, when(place, raw), lasting(place, kind, raw.lasting()));
  }

  private Duration lasting(String place, FaultKind kind, @Nullable String text) {
    if (text == null) {
      return Duration.ZERO;
    }
    if (!kind.mayLast()) {
      throw bad("%sfor: %s ends by itself; leave it out".formatted(place, kind.label()));
    }
    return parsed(place + "for", () -> Times.span(text));
  }

  private When when(String place, RawStep raw) {
    if (raw.every() == null) {
      requireAbsent(place, "from", raw.from());
      requireAbsent(place, "until", raw.until());
      requireAbsent(place, "count", raw.count());
      String at = raw.at();
      return at == null
          ? new When.InTurn()
          : new When.Once(parsed(place + "at", () -> Times.moment(at)));
    }
    if (raw.at() != null) {
      throw bad(place + "at: a step lands once (at) or again and again (every), not both");
    }
    String text = raw.every();
    Duration every = parsed(place + "every", () -> Times.span(text));
    int most = raw.count() == null ? MOST_REPEATS : raw.count();
    if (every.compareTo(Duration.ofSeconds(1)) < 0 || most < 1 || most > MOST_REPEATS) {
      throw bad(
          "%severy: at least 1s, and count from 1 to %d; it is %s, %d times"
              .formatted(place, MOST_REPEATS, text, most));
    }
    return new When.Every(
        every,
        moment(place + "from", raw.from(), Times.Moment.BEGIN),
        moment(place + "until", raw.until(), Times.Moment.END),
        most);
  }

  private void requireAbsent(String place, String field, @Nullable Object given) {
    if (given != null) {
      throw bad("%s%s: only a step with every has it".formatted(place, field));
    }
  }

  private Times.Moment moment(String place, @Nullable String text, Times.Moment otherwise) {
    return text == null ? otherwise : parsed(place, () -> Times.moment(text));
  }

  private <T> T parsed(String place, Supplier<T> parsing) {
    try {
      return parsing.get();
    } catch (IllegalArgumentException e) {
      throw bad(place + ": " + e.getMessage());
    }
  }

  private String required(String place, String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw bad(place + field + ": is missing");
    }
    return text;
  }

  /** In the shortest load phase each step lands, and what lasts is over before its end. */
  private void requireRoom(PlanFile plan) {
    for (int i = 0; i < plan.steps().size(); i++) {
      PlanStep step = plan.steps().get(i);
      List<Duration> times = Timetable.of(step, plan.shortest());
      for (Duration time : times) {
        if (time.isNegative() || time.plus(step.lasting()).compareTo(plan.shortest()) >= 0) {
          throw bad(
              "step %d (%s) would land at %d ms and last %d ms, outside the shortest load phase of %d s"
                  .formatted(
                      i + 1,
                      step.kind().label(),
                      time.toMillis(),
                      step.lasting().toMillis(),
                      plan.shortest().toSeconds()));
        }
      }
      if (times.isEmpty()) {
        throw bad(
            "step %d (%s) never lands in the shortest load phase of %d s"
                .formatted(i + 1, step.kind().label(), plan.shortest().toSeconds()));
      }
    }
  }

  private BadPlanException bad(String what) {
    return new BadPlanException(file + ", " + what);
  }
}
