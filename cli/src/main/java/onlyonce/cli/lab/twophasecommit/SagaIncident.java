package onlyonce.cli.lab.twophasecommit;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import onlyonce.cli.lab.LedgerClient;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.process.Deadline;

/**
 * All orchestrators killed with every saga between Hold and Settle: the money is held at the
 * source, paid out at the target, and nobody is there to settle it.
 */
final class SagaIncident implements Incident {
  private static final String ORCHESTRATOR = "orchestrator";
  private static final Duration IN_THE_MIDDLE = Duration.ofSeconds(30);

  /** More than any source has left beside what is held of it. */
  private static final long TOO_MUCH_MINOR = Scene.OPENING_MINOR - Scene.DEAL_MINOR / 2;

  private final LocalCluster cluster;
  private final LedgerClient client;
  private final LedgerBank bank;
  private final Scene scene;
  private final Map<Scene.Deal, CompletableFuture<LedgerClient.Answer>> sent =
      new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  SagaIncident(LocalCluster cluster, LedgerClient client, LedgerBank bank, Scene scene) {
    this.cluster = cluster;
    this.client = client;
    this.bank = bank;
    this.scene = scene;
  }

  @Override
  public String variant() {
    return "saga, killed before Settle";
  }

  @Override
  public Bank bank() {
    return bank;
  }

  /** What was seen beside the measures. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * A lock on the targets' rows keeps every Credit from being applied while the orchestrators are
   * killed, so that none can go on to Settle. It is taken before and given back after: the outage
   * begins without it. The orchestrators wait for answers by then and have no transaction open in
   * Kafka.
   */
  @Override
  public String strike() throws Exception {
    List<NodeEffect.Killed> killed;
    try (var _ = lockTargets()) {
      scene.deals().forEach(deal -> sent.put(deal, bank.send(deal)));
      require(
          "every Credit is in the log",
          () -> scene.deals().stream().allMatch(deal -> client.hasCredit(deal.id())));
      killed = orchestrators().parallelStream().map(cluster::kill).toList();
    }
    int deals = scene.deals().size();
    require("every Credit is applied", () -> bank.credited(scene.deals()) == deals);
    long held = bank.held(scene.deals());
    if (held != deals) {
      throw new IllegalStateException(
          "%d of %d sagas stand between Hold and Settle".formatted(held, deals));
    }
    return "%d orchestrators, by %s, with %d transfers held and not settled"
        .formatted(
            killed.size(),
            killed.stream().map(NodeEffect.Killed::exit).distinct().collect(joining(", ")),
            held);
  }

  private Connection lockTargets() throws SQLException {
    String shard = scene.deals().getFirst().to().shard();
    Connection connection = LabConnection.open(bank.jdbcUrl(shard), LabConnection.LAB);
    try {
      connection.setAutoCommit(false);
      try (PreparedStatement lock =
          connection.prepareStatement(
              "SELECT 1 FROM ledger.account WHERE account = ANY (?::text[]) FOR UPDATE")) {
        lock.setArray(
            1,
            connection.createArrayOf(
                "text", scene.deals().stream().map(deal -> deal.to().account().value()).toArray()));
        lock.executeQuery().close();
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private List<String> orchestrators() {
    return cluster.status().nodes().stream()
        .filter(node -> node.role().equals(ORCHESTRATOR))
        .map(NodeStatus::name)
        .toList();
  }

  private static void require(String what, BooleanSupplier condition) {
    if (!Deadline.after(IN_THE_MIDDLE).await(condition)) {
      throw new IllegalStateException(
          "not seen within %d s: %s".formatted(IN_THE_MIDDLE.toSeconds(), what));
    }
  }

  @Override
  public String recover() throws Exception {
    askForHeldMoney();
    var _ = cluster.restart(orchestrators());
    for (CompletableFuture<LedgerClient.Answer> answer : sent.values()) {
      LedgerBank.requireLabel(LedgerBank.COMPLETED, answer);
    }
    return "orchestrators restarted: %d of %d settled, Completed"
        .formatted(sent.size(), sent.size());
  }

  /** The honest price: held money cannot be spent. Asking for it is answered all the same. */
  private void askForHeldMoney() throws Exception {
    Payer source = scene.deals().getFirst().from();
    long start = System.nanoTime();
    LedgerClient.Answer answer =
        LedgerBank.requireLabel(
            "Rejected, InsufficientFunds",
            client.post(source.account(), source.neighbour(), TOO_MUCH_MINOR));
    notes.add(
        String.format(
            Locale.ROOT,
            "The saga has a price too: what is held cannot be spent. While the orchestrators were"
                + " dead %s was asked for more than was left beside the hold of %,d minor units, and"
                + " the answer was \"%s\": an answer, after %.0f ms, not a wait.",
            source.account(),
            Scene.DEAL_MINOR,
            answer.label(),
            (answer.nanos() - start) / 1e6));
  }

  @Override
  public List<String> flaws() throws SQLException {
    return bank.flaws(scene);
  }
}
