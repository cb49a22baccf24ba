package onlyonce.cli.lab.conflicts;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A client at each site adds items to carts that all share: first connected, then while every site
 * is alone. When all have heard all, every cart is checked out: a client that finds a conflict
 * merges it. Then each acknowledged item is looked for at each site.
 */
final class FillCarts {
  private final Group group;
  private final Plan plan;
  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger conflictsHanded = new AtomicInteger();
  private final AtomicInteger mostValues = new AtomicInteger();

  FillCarts(Group group, Plan plan) {
    this.group = group;
    this.plan = plan;
  }

  /**
   * @param connected items that each client adds while sites hear each other
   * @param alone and while they don't
   */
  record Plan(int carts, int connected, int alone, long seed) {}

  /**
   * What came of it.
   *
   * @param acknowledged additions
   * @param lost of them: missing from their cart at one site at least
   * @param disagreed carts that are not the same everywhere
   * @param conflictsHanded readings with more than one value
   * @param mostValues in one reading
   * @param heardMillis from the end of the cut until all had heard all
   */
  record Outcome(
      int acknowledged,
      int lost,
      int carts,
      int disagreed,
      int conflictsHanded,
      int mostValues,
      double heardMillis) {}

  Outcome run() throws SQLException, InterruptedException {
    add("connected", plan.connected());
    group.links().cutAll(group.sites());
    add("alone", plan.alone());
    long mended = System.nanoTime();
    group.links().mendAll();
    group.awaitAllHeard();
    double heardMillis = (System.nanoTime() - mended) / 1e6;
    checkOut();
    group.awaitAllHeard();
    return look(heardMillis);
  }

  private void add(String phase, int items) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> clients = new ArrayList<>();
      for (String site : group.sites()) {
        clients.add(() -> shop(site, phase, items));
      }
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    }
  }

  private Void shop(String site, String phase, int items) throws SQLException {
    RandomGenerator random = new Random(plan.seed() + group.partition(site));
    try (SiteClient client = group.client(site)) {
      for (int i = 0; i < items; i++) {
        String key = "cart-" + random.nextInt(plan.carts());
        String item = site + "-" + phase + "-" + i;
        SiteClient.Reading reading = read(client, key);
        client.write(key, Cart.merged(reading.values()).with(item).value(), reading.context());
        acknowledged.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(item);
      }
    }
    return null;
  }

  private SiteClient.Reading read(SiteClient client, String key) throws SQLException {
    SiteClient.Reading reading = client.read(key);
    mostValues.accumulateAndGet(reading.values().size(), Math::max);
    if (reading.isConflict()) {
      conflictsHanded.incrementAndGet();
    }
    return reading;
  }

  private void checkOut() throws SQLException {
    try (SiteClient client = group.client(group.sites().getFirst())) {
      for (String key : acknowledged.keySet()) {
        SiteClient.Reading reading = read(client, key);
        if (reading.isConflict()) {
          client.write(key, Cart.merged(reading.values()).value(), reading.context());
        }
      }
    }
  }

  private Outcome look(double heardMillis) throws SQLException {
    Map<String, Set<List<String>>> shown = new TreeMap<>();
    Map<String, SortedSet<String>> everywhere = new TreeMap<>();
    for (String site : group.sites()) {
      try (SiteClient client = group.client(site)) {
        for (String key : acknowledged.keySet()) {
          List<String> values = client.read(key).values();
          shown.computeIfAbsent(key, _ -> new HashSet<>()).add(values);
          SortedSet<String> items = Cart.merged(values).items();
          everywhere.computeIfAbsent(key, _ -> new TreeSet<>(items)).retainAll(items);
        }
      }
    }
    int lost = 0;
    for (Map.Entry<String, Set<String>> cart : acknowledged.entrySet()) {
      Collection<String> found = everywhere.getOrDefault(cart.getKey(), new TreeSet<>());
      lost += (int) cart.getValue().stream().filter(item -> !found.contains(item)).count();
    }
    return new Outcome(
        acknowledged.values().stream().mapToInt(Set::size).sum(),
        lost,
        acknowledged.size(),
        (int) shown.values().stream().filter(values -> values.size() > 1).count(),
        conflictsHanded.get(),
        mostValues.get(),
        heardMillis);
  }
}
