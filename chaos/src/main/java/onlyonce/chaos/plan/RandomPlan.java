package onlyonce.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import onlyonce.chaos.fault.Fault;
import onlyonce.chaos.fault.Lasting;
import onlyonce.chaos.fault.Plan;

/**
 * Some of all kinds of faults, sometimes none, each at a moment, a target and for a time that are
 * drawn. Those of one lane come one after the other with room to heal; those of different lanes may
 * meet. Each heals by itself, so nothing stays unavailable.
 */
record RandomPlan() implements ChosenPlan {
  private static final int ONE_IN_SO_MANY_DRAWS_NONE = 16;
  private static final int MOST_FAULTS = 6;
  private static final int LONGEST_SECONDS = 6;
  private static final double LEAD_IN = 0.08;
  private static final Duration LEAD_OUT = Duration.ofSeconds(5);

  private record Drawn(FaultKind kind, String aim, Fault fault) {}

  private record Placed(Duration at, Drawn drawn) {}

  @Override
  public String name() {
    return Plans.RANDOM;
  }

  @Override
  public String description() {
    return "some of all kinds of faults, sometimes none, drawn from the seed";
  }

  @Override
  public Duration shortest() {
    return Duration.ofSeconds(30);
  }

  @Override
  public boolean needsStandbys() {
    return false;
  }

  @Override
  public DrawnPlan draw(Scene scene, RandomGenerator random, Duration load) {
    requireTime(load);
    SortedMap<String, String> leftOut = new TreeMap<>(LeftOut.at(scene));
    if (scene.hasStandbys()) {
      leftOut.put(
          FaultKind.KILL_DATABASE.label(),
          "a standby would take its place; that is " + FaultKind.LOSE_PRIMARY.label());
    }
    List<FaultKind> allowed = new ArrayList<>(Arrays.asList(FaultKind.values()));
    allowed.removeIf(kind -> leftOut.containsKey(kind.label()));
    List<Placed> placed = place(drawn(scene, random, allowed), random, load);
    return new DrawnPlan(
        new Plan(
            name(),
            placed.stream().map(one -> new Plan.Step(one.at(), one.drawn().fault())).toList()),
        placed.stream()
            .map(one -> WrittenPlan.inWords(one.drawn().kind(), one.drawn().aim()))
            .toList(),
        leftOut);
  }

  private static List<Drawn> drawn(Scene scene, RandomGenerator random, List<FaultKind> allowed) {
    if (random.nextInt(ONE_IN_SO_MANY_DRAWS_NONE) == 0) {
      return List.of();
    }
    Collections.shuffle(allowed, Random.from(random));
    int count = Math.min(allowed.size(), random.nextInt(2, MOST_FAULTS + 1));
    List<FaultKind> kinds = allowed.subList(0, count);
    Turns turns = new Turns(scene, random, kinds);
    List<Drawn> drawn = new ArrayList<>();
    for (FaultKind kind : kinds) {
      String aim = WrittenPlan.aim(kind, FaultKind.ANY, random);
      Fault fault = kind.make(turns, aim);
      Duration lasting = Duration.ofSeconds(random.nextInt(LONGEST_SECONDS + 1));
      drawn.add(new Drawn(kind, aim, kind.mayLast() ? new Lasting(fault, lasting) : fault));
    }
    return drawn;
  }

  /** What finds no room in its lane is left out. */
  private static List<Placed> place(List<Drawn> drawn, RandomGenerator random, Duration load) {
    Duration begin = Duration.ofMillis(Math.round(load.toMillis() * LEAD_IN));
    Duration room = load.minus(begin).minus(LEAD_OUT);
    Map<String, List<Drawn>> lanes = new LinkedHashMap<>();
    Map<String, Duration> taken = new LinkedHashMap<>();
    for (Drawn one : drawn) {
      String lane = one.fault().lane();
      Duration sum = taken.getOrDefault(lane, Duration.ZERO).plus(takes(one));
      if (sum.compareTo(room) <= 0) {
        taken.put(lane, sum);
        lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(one);
      }
    }
    List<Placed> placed = new ArrayList<>();
    lanes.forEach(
        (lane, faults) -> {
          long slack = room.minus(taken.getOrDefault(lane, Duration.ZERO)).toMillis();
          long[] waits = random.longs(faults.size(), 0, slack + 1).sorted().toArray();
          Duration before = begin;
          for (int i = 0; i < waits.length; i++) {
            placed.add(new Placed(before.plusMillis(waits[i]), faults.get(i)));
            before = before.plus(takes(faults.get(i)));
          }
        });
    placed.sort(Comparator.comparing(Placed::at));
    return placed;
  }

  private static Duration takes(Drawn one) {
    return one.kind().takes().plus(one.fault().lasting());
  }
}
