package onlyonce.localcluster.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.Platform;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real namespaces, in which something listens: who reaches whom. As root on Linux only. */
final class NamespacesIT {
  private static final int PORT = 20_100;
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private Launcher launcher = new Launcher(Platform.detect());
  private Optional<Network> network = Optional.empty();

  @BeforeEach
  void open() {
    Optional<String> obstacle = Network.obstacle(NetworkKind.NAMESPACES);
    Assumptions.assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
    network = Optional.of(another(null));
    for (String node : List.of("a", "b")) {
      listen(node);
      Awaitility.await().atMost(SOON).until(() -> reachedFromHere(node));
    }
  }

  @AfterEach
  void close() {
    network.ifPresent(Network::close);
    launcher.close();
  }

  @Test
  void cut_oneWay_losesWhatIsSentThatWayUntilItIsHealed() {
    assertThat(reaches("a", "b")).isTrue();
    NetworkCut cut = NetworkCut.oneWay(List.of("a"), List.of("b"));

    network().cut(cut);

    assertThat(network().cuts()).containsExactly(cut);
    assertThat(reaches("a", "b")).isFalse();
    // A connection takes packets both ways; what a sends arrives all the same, as b's silence
    // shows.
    assertThat(dropped("b")).isTrue();
    assertThat(dropped("a")).isFalse();
    assertThat(reachedFromHere("a")).isTrue();
    assertThat(reachedFromHere("b")).isTrue();

    network().heal(cut);

    assertThat(reaches("a", "b")).isTrue();
    assertThat(network().cuts()).isEmpty();
  }

  @Test
  void heal_ofOneOfTwoCuts_leavesWhatTheOtherCuts() {
    NetworkCut narrow = NetworkCut.oneWay(List.of("a"), List.of("b"));
    NetworkCut wide = NetworkCut.between(List.of("a"), List.of("b"));
    network().cut(narrow);
    network().cut(wide);

    network().heal(wide);

    assertThat(reaches("a", "b")).isFalse();
    assertThatThrownBy(() -> network().heal(wide)).isInstanceOf(LocalClusterException.class);
    network().heal(narrow);
    assertThat(reaches("a", "b")).isTrue();
  }

  @Test
  void close_leavesNoInterfaceAndNoRoute() throws SocketException {
    String host = network().host("a");
    assertThat(ourAddresses()).anyMatch(address -> address.startsWith(prefix(host)));

    network().close();

    assertThat(ourAddresses()).noneMatch(address -> address.startsWith(prefix(host)));
  }

  @Test
  void deathOfTheLauncher_leavesNoInterface() {
    String host = network().host("a");

    launcher.close(); // The thread ends whose children all are, as it does when we are killed.

    Awaitility.await()
        .atMost(SOON)
        .until(
            () -> ourAddresses().stream().noneMatch(address -> address.startsWith(prefix(host))));
  }

  @Test
  void open_whileTheSubnetIsTaken_takesAnother_andLaterTheSameAgain() {
    String peers = network().peers();
    try (Network second = another(peers)) {
      assertThat(second.peers()).isNotEqualTo(peers);
    }
    network().close();
    launcher.close();
    launcher = new Launcher(Platform.detect());

    Network third = another(peers);
    network = Optional.of(third);

    assertThat(third.peers()).isEqualTo(peers);
  }

  private Network another(@Nullable String before) {
    return Network.open(NetworkKind.NAMESPACES, launcher, folder.resolve("network.log"), before);
  }

  private Network network() {
    return network.orElseThrow();
  }

  private ChildProcess run(String node, String name, List<String> argv) {
    return launcher.launch(
        new Command(argv, Map.of(), folder, folder.resolve(name + ".log"), Isolation.NONE)
            .in(network().namespace(node)));
  }

  private void listen(String node) {
    String server = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
    var _ =
        run(
            node,
            node,
            List.of(
                server,
                "-b",
                network().host(node),
                "-p",
                Integer.toString(PORT),
                "-d",
                folder.toString(),
                "-o",
                "none"));
  }

  private boolean reachedFromHere(String node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(network().host(node), PORT), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** With bash's own sockets: every machine has it that has our launcher. */
  private boolean reaches(String from, String to) {
    ChildProcess call =
        run(
            from,
            "call",
            List.of(
                "timeout",
                "2",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/%s/%d".formatted(network().host(to), PORT)));
    assertThat(call.awaitExit(Duration.ofSeconds(5))).isTrue();
    return call.exit().orElseThrow().code() == 0;
  }

  /** Its namespace threw packets away that came in. */
  private boolean dropped(String node) {
    ChildProcess count =
        run(
            node,
            "drops-" + node,
            List.of(
                "sh",
                "-c",
                "grep '^IpExt' /proc/self/net/netstat; grep '^Ip:' /proc/self/net/snmp"));
    assertThat(count.awaitExit(Duration.ofSeconds(5))).isTrue();
    List<String> lines = count.log().last(4);
    String[] names = lines.get(2).split(" ", -1);
    String[] values = lines.get(3).split(" ", -1);
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals("InAddrErrors")) {
        return Long.parseLong(values[i]) > 0;
      }
    }
    throw new IllegalStateException("no count of packets to nowhere in " + lines);
  }

  private static String prefix(String host) {
    return host.substring(0, host.lastIndexOf('.') + 1);
  }

  private static List<String> ourAddresses() throws SocketException {
    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
        .flatMap(each -> Collections.list(each.getInetAddresses()).stream())
        .map(java.net.InetAddress::getHostAddress)
        .toList();
  }
}
