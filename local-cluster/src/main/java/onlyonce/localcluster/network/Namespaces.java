package onlyonce.localcluster.network;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.LocalClusterException;
import org.jspecify.annotations.Nullable;

/**
 * A namespace for each node, all on one bridge, which lies in a namespace of its own:
 *
 * <pre>
 *   this machine  oo1a2b3c4d 198.18.7.1 ---host--+
 *                                              [hub]---n2-- eth0 198.18.7.2  broker-1
 *                                                +-----n3-- eth0 198.18.7.3  broker-2   ...
 * </pre>
 *
 * <p>Guarantee: nothing is left of it. One child, the holder, has the bridge's network namespace
 * and a mount namespace in which all others have their names. It dies with us, however we die, as
 * every node does; then nobody has these namespaces any more, and the kernel takes them down with
 * all that is in them, the other end of our own link included.
 *
 * <p>A node's namespace outlives its process: a restarted one has its address again, and is cut off
 * as it was.
 *
 * <p>Packets are lost where they arrive, not where they are sent: a rule in the receiver's
 * namespace has them meet a blackhole route. At the sender such a route is an error that {@code
 * connect} tells at once, and that has TCP try again twice a second; a network that is cut tells
 * nobody anything. So that a rule can come before the one for local addresses, that one is moved
 * behind.
 */
final class Namespaces implements Network {
  private static final Duration HOLDER_LIMIT = Duration.ofSeconds(10);
  private static final String READY = "the network is held";
  private static final String HUB = "hub";
  private static final int BLACKHOLE_TABLE = 66;
  private static final int CUT_PREFERENCE = 50;

  /** The names of network namespaces are mounts under /run; this /run nobody else sees. */
  private static final String HOLD =
      """
      set -e
      mount -t tmpfs onlyonce /run
      mkdir /run/netns
      ip link set lo up
      ip link add %1$s type bridge
      ip link set dev %1$s addrgenmode none up
      echo '%2$s'
      exec sleep infinity
      """
          .formatted(HUB, READY);

  private final ChildProcess holder;
  private final RunScript inside;
  private final Subnet subnet;
  private final String link;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<NetworkCut> cuts = new ArrayList<>();

  private Namespaces(ChildProcess holder, Subnet subnet, String link) {
    this.holder = holder;
    this.inside = RunScript.inside(holder.pid());
    this.subnet = subnet;
    this.link = link;
  }

  static Namespaces open(Launcher launcher, Path log, @Nullable String before) {
    RandomGenerator random = RandomGenerator.getDefault();
    Optional<Subnet> wish = Optional.ofNullable(before).flatMap(Subnet::parse);
    Subnet subnet = Subnet.choose(wish, routes(), random);
    ChildProcess holder = hold(launcher, log);
    // Names of interfaces have 15 characters at most, and are the whole machine's.
    Namespaces namespaces = new Namespaces(holder, subnet, "oo%08x".formatted(random.nextInt()));
    try {
      namespaces.join();
      return namespaces;
    } catch (RuntimeException e) {
      namespaces.close();
      throw e;
    }
  }

  static Optional<String> obstacle() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("network namespaces are Linux's: leave --network out");
    }
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of(
          "network namespaces are made by root: run it as root (sudo), or leave --network out");
    }
    if (!works("ip", "-V")) {
      return Optional.of(
          "network namespaces are made by `ip`, which is not here: install iproute2 (on Debian:"
              + " apt-get install iproute2), or leave --network out");
    }
    return works(
            "unshare", "--mount", "--net", "--", "ip", "link", "add", "probe", "type", "bridge")
        ? Optional.empty()
        : Optional.of(
            "this machine gives root no network namespace with a bridge (`unshare --net` fails):"
                + " allow it (in a container: --privileged), or leave --network out");
  }

  @Override
  public NetworkKind kind() {
    return NetworkKind.NAMESPACES;
  }

  @Override
  public synchronized String host(String node) {
    Integer number = numbers.get(node);
    if (number == null) {
      number = Subnet.HOST_NUMBER + 1 + numbers.size();
      if (number > Subnet.LAST_NUMBER) {
        throw new LocalClusterException("no address is left for " + node);
      }
      add(node, number);
      numbers.put(node, number);
    }
    return subnet.address(number);
  }

  @Override
  public String peers() {
    return subnet.cidr();
  }

  /** Seen from out here, by way of the holder: our own /run has no such names. */
  @Override
  public Path namespace(String node) {
    var _ = host(node);
    return Path.of("/proc", Long.toString(holder.pid()), "root/run/netns", node);
  }

  @Override
  public synchronized void cut(NetworkCut cut) {
    Set<NetworkCut.Pair> fresh = cut.pairs();
    fresh.removeAll(severed());
    cuts.add(cut);
    try {
      apply("add", fresh, "!");
    } catch (LocalClusterException e) {
      heal(cut); // Half of a cut is none.
      throw e;
    }
  }

  @Override
  public synchronized void heal(NetworkCut cut) {
    if (!cuts.remove(cut)) {
      throw new LocalClusterException("this is not cut: " + cut.inWords());
    }
    Set<NetworkCut.Pair> mended = cut.pairs();
    mended.removeAll(severed());
    apply("del", mended, "");
  }

  @Override
  public synchronized List<NetworkCut> cuts() {
    return List.copyOf(cuts);
  }

  @Override
  public void close() {
    if (holder.isAlive()) {
      var _ = holder.kill(HOLDER_LIMIT);
    }
    // The kernel is in no hurry to take down what nobody has any more, and we are.
    var _ = RunScript.outside().run("ip link del " + link + " 2>/dev/null || true");
  }

  private Set<NetworkCut.Pair> severed() {
    return cuts.stream()
        .flatMap(each -> each.pairs().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Changes the rules, then asks each receiver's kernel what it would do with such a packet.
   *
   * @param verb {@code add} or {@code del}
   * @param expected what stands before the question so that it fails unless the answer is right
   */
  private void apply(String verb, Set<NetworkCut.Pair> pairs, String expected) {
    if (pairs.isEmpty()) {
      return;
    }
    StringBuilder changes = new StringBuilder();
    StringBuilder questions = new StringBuilder();
    for (NetworkCut.Pair pair : pairs) {
      String sender = host(pair.sender());
      changes.append(
          "ip -n %s rule %s pref %d from %s lookup %d%s\n"
              .formatted(
                  pair.receiver(),
                  verb,
                  CUT_PREFERENCE,
                  sender,
                  BLACKHOLE_TABLE,
                  // What counts is that it is gone, as is asked below.
                  verb.equals("del") ? " || true" : ""));
      questions.append(
          "if %s ip -n %s route get %s from %s iif eth0 >/dev/null 2>&1; then :; else echo '%s'; exit 1; fi\n"
              .formatted(
                  expected,
                  pair.receiver(),
                  host(pair.receiver()),
                  sender,
                  "%s from %s to %s had no effect"
                      .formatted(verb, pair.sender(), pair.receiver())));
    }
    var _ = inside.run(changes.append(questions).toString());
  }

  /** Our own end of a link to the bridge. */
  private void join() {
    var _ =
        RunScript.outside()
            .run(
                """
                ip link add %1$s type veth peer name host netns %2$d
                ip addr add %3$s/24 dev %1$s
                ip link set dev %1$s addrgenmode none up
                """
                    .formatted(link, holder.pid(), subnet.address(Subnet.HOST_NUMBER)));
    var _ = inside.run("ip link set dev host addrgenmode none master " + HUB + " up\n");
  }

  private void add(String node, int number) {
    var _ =
        inside.run(
            """
            ip netns add %1$s
            ip link add n%2$d type veth peer name eth0 netns %1$s
            ip link set dev n%2$d addrgenmode none master %3$s up
            ip -n %1$s link set lo up
            ip -n %1$s link set dev eth0 addrgenmode none up
            ip -n %1$s addr add %4$s/24 dev eth0
            ip -n %1$s rule add pref 100 lookup local
            ip -n %1$s rule del pref 0
            ip -n %1$s route add blackhole default table %5$d
            """
                .formatted(node, number, HUB, subnet.address(number), BLACKHOLE_TABLE));
  }

  private static ChildProcess hold(Launcher launcher, Path log) {
    ChildProcess holder =
        launcher.launch(
            new Command(
                List.of("unshare", "--mount", "--net", "--", "/bin/sh", "-c", HOLD),
                Map.of(),
                log.resolveSibling(".").normalize(),
                log,
                Isolation.NONE));
    boolean ready =
        Deadline.after(HOLDER_LIMIT).await(() -> !holder.isAlive() || holder.log().contains(READY));
    if (!ready || !holder.isAlive()) {
      if (holder.isAlive()) {
        var _ = holder.kill(HOLDER_LIMIT);
      }
      throw new LocalClusterException(
          "no network namespace could be made" + holder.log().asAppendix());
    }
    return holder;
  }

  /** Where this machine's packets go now; the kind of a route may stand before its destination. */
  private static Set<String> routes() {
    return RunScript.outside()
        .run("ip -4 route show table all")
        .lines()
        .flatMap(line -> Stream.of(line.strip().split("\\s+", 3)).limit(2))
        .collect(Collectors.toSet());
  }

  private static boolean works(String... argv) {
    try {
      Process probe =
          new ProcessBuilder(argv)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false; // not installed here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while probing the platform", e);
    }
  }
}
