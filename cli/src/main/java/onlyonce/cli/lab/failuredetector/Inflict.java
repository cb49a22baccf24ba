package onlyonce.cli.lab.failuredetector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onlyonce.localcluster.Cluster;

/** One server's schedule, carried out. */
final class Inflict implements Callable<List<Injury>> {
  private final Cluster cluster;
  private final String server;
  private final Schedule schedule;
  private final Consumer<Injury> done;

  Inflict(Cluster cluster, String server, Schedule schedule, Consumer<Injury> done) {
    this.cluster = cluster;
    this.server = server;
    this.schedule = schedule;
    this.done = done;
  }

  @Override
  public List<Injury> call() throws InterruptedException {
    List<Injury> injuries = new ArrayList<>();
    for (int i = 0; i < schedule.injuries().size(); i++) {
      pass(schedule.gaps().get(i));
      Injury injury = inflict(schedule.injuries().get(i));
      injuries.add(injury);
      done.accept(injury);
    }
    pass(Duration.ofSeconds(1));
    return injuries;
  }

  private Injury inflict(Injury.Planned planned) throws InterruptedException {
    long from = System.nanoTime();
    String observed =
        switch (planned.kind()) {
          case KILL -> cluster.kill(server).observed();
          case PAUSE -> cluster.pause(server).observed();
        };
    pass(Duration.ofNanos(from + planned.length().toNanos() - System.nanoTime()));
    switch (planned.kind()) {
      case KILL -> {
        var _ = cluster.restart(List.of(server));
      }
      case PAUSE -> cluster.resume(server);
    }
    return new Injury(server, planned.kind(), from, System.nanoTime(), observed);
  }

  /** How long is what is chosen here; nothing is waited for. */
  private static void pass(Duration length) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
  }
}
