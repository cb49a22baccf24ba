package onlyonce.cli.lab.failuredetector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * What one server has to bear, one after the other, with some time to itself before each.
 *
 * @param gaps before each of the injuries
 */
record Schedule(List<Injury.Planned> injuries, List<Duration> gaps) {
  Schedule {
    injuries = List.copyOf(injuries);
    gaps = List.copyOf(gaps);
  }

  /** Kills and pauses in an order that is drawn, 1.2 to 2.2 s apart. */
  static Schedule drawn(List<Duration> deaths, List<Duration> pauses, RandomGenerator random) {
    List<Injury.Planned> left = new ArrayList<>();
    deaths.forEach(length -> left.add(new Injury.Planned(Injury.Kind.KILL, length)));
    pauses.forEach(length -> left.add(new Injury.Planned(Injury.Kind.PAUSE, length)));
    List<Injury.Planned> order = new ArrayList<>();
    while (!left.isEmpty()) {
      order.add(left.remove(random.nextInt(left.size())));
    }
    return new Schedule(
        order,
        LongStream.generate(() -> random.nextLong(1_200, 2_200))
            .limit(order.size())
            .mapToObj(Duration::ofMillis)
            .toList());
  }
}
