package onlyonce.chaos.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.chaos.fault.Plan;

/** All plans that have a name, and those in files of the user's. */
public final class Plans {
  /** The five faults of a demo. */
  public static final String DEFAULT = "default";

  /** No faults. */
  public static final String QUIET = "quiet";

  /** Drawn from the seed. */
  public static final String RANDOM = "random";

  private static final String NONE = "none";

  /** The files in {@code chaos/plans}, from the calmest on. */
  static final List<String> WRITTEN =
      List.of(
          QUIET,
          DEFAULT,
          "bad-clients",
          "connections",
          "processors",
          "restart-storm",
          "pauses",
          "databases",
          "coordinators",
          "brokers",
          "rolling-restart",
          "orchestrator-kills",
          "standbys",
          "partitions",
          "storm");

  private static final List<ChosenPlan> CODED =
      List.of(
          new CodedPlan(
              Plan.REBALANCE,
              "a third shard comes and goes, and a source database, a processor and a broker die on"
                  + " the way"),
          new CodedPlan(Plan.FAILOVER_SYNC, "a primary every 12 s, up to ten, none loses a commit"),
          new CodedPlan(
              Plan.FAILOVER_ASYNC, "a primary every 12 s, up to ten, each with commits of its own"),
          new CodedPlan(
              Plan.PAUSED_PRIMARY, "a primary sleeps for 15 s, while a standby takes its place"),
          new CodedPlan(
              Plan.SUPERVISOR,
              "the watch that replaces a primary is killed or paused while it does"));

  private Plans() {}

  /** Every name that can be given. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(WRITTEN);
    CODED.forEach(plan -> names.add(plan.name()));
    names.add(RANDOM);
    names.add(NONE);
    return names;
  }

  /**
   * The plan of a name, or of a file.
   *
   * @throws BadPlanException when there is none, or it cannot be read
   */
  public static ChosenPlan find(String nameOrFile) {
    String name = nameOrFile.equals(NONE) ? QUIET : nameOrFile;
    if (name.equals(RANDOM)) {
      return new RandomPlan();
    }
    if (WRITTEN.contains(name)) {
      return new WrittenPlan(ReadPlan.of(name + ".yaml", resource(name + ".yaml")));
    }
    Optional<ChosenPlan> coded = CODED.stream().filter(plan -> plan.name().equals(name)).findAny();
    return coded.orElseGet(() -> fromFile(name));
  }

  private static String resource(String file) {
    try (InputStream in = Plans.class.getResourceAsStream("/onlyonce/chaos/plans/" + file)) {
      if (in == null) {
        throw new IllegalStateException("this jar lacks its plan " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the plan " + file + " cannot be read from this jar", e);
    }
  }

  private static ChosenPlan fromFile(String name) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new BadPlanException(
          "no plan is named \"%s\", and no such file is there; known: %s"
              .formatted(name, String.join(", ", names())));
    }
    try {
      return new WrittenPlan(ReadPlan.of(name, Files.readString(file)));
    } catch (IOException e) {
      throw new BadPlanException(
          "the plan %s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }
}
