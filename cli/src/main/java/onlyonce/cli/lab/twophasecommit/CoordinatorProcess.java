package onlyonce.cli.lab.twophasecommit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A coordinator as a process of its own: one that can be killed. */
final class CoordinatorProcess {
  /** Printed when everything that a predecessor left is resolved. */
  static final String RECOVERED = "coordinator: recovered";

  private static final int BEFORE_ORDERS = 3;
  private static final int WORDS_OF_AN_ORDER = 4;

  private CoordinatorProcess() {}

  /** The arguments of {@link #main}. */
  static List<String> arguments(
      Path log, String sourceUrl, String targetUrl, List<Coordinator.Order> orders) {
    List<String> args = new ArrayList<>(List.of(log.toString(), sourceUrl, targetUrl));
    for (Coordinator.Order order : orders) {
      args.addAll(List.of(order.gid(), order.from(), order.to(), Long.toString(order.minor())));
    }
    return args;
  }

  /**
   * Recovers, carries all orders out side by side, and waits for its end, as a service would.
   *
   * @param args as {@link #arguments} gives them
   */
  public static void main(String[] args) throws IOException, SQLException, InterruptedException {
    try (DecisionLog log = DecisionLog.open(Path.of(args[0]))) {
      Coordinator coordinator = new Coordinator(log, args[1], args[2]);
      coordinator.recover().forEach(System.out::println);
      System.out.println(RECOVERED);
      for (int i = BEFORE_ORDERS; i < args.length; i += WORDS_OF_AN_ORDER) {
        Coordinator.Order order =
            new Coordinator.Order(args[i], args[i + 1], args[i + 2], Long.parseLong(args[i + 3]));
        Thread.ofPlatform().name(order.gid()).start(() -> carryOut(coordinator, order));
      }
      new CountDownLatch(1).await();
    }
  }

  private static void carryOut(Coordinator coordinator, Coordinator.Order order) {
    try {
      coordinator.transfer(order);
      System.out.println("done " + order.gid());
    } catch (SQLException | IOException e) {
      System.out.println("failed " + order.gid() + ": " + e);
    }
  }
}
