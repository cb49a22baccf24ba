package onlyonce.cli.failover;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMap.Place;
import onlyonce.processor.AssumePlaces;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes a standby its shard's primary, under a term, step by step:
 *
 * <pre>
 *   isolate   the old primary commits nothing more that counts, and that is seen
 *   promote   of the standbys, enough of which must answer, the one that has come furthest
 *   repoint   the others stream from it; under sync as many as its commits wait for
 *   assume    it stores the term, the epochs of its places, and where its history begins
 *   publish   the map names it: processors connect there
 * </pre>
 *
 * <p>Each step is harmless to repeat, and finds what was done already: whoever is killed between
 * two of them is followed by a successor, under a higher term, that takes up what it left. A
 * standby that was promoted and not published is taken for the primary rather than another one
 * promoted. Whoever is paused between two of them and deposed meanwhile does nothing more: the
 * cluster refuses its number ({@link Cluster#under}), then the server does ({@link AssumePlaces}),
 * then Kafka ({@link MapTerm#publish}).
 */
public final class FailOver {
  private static final int ANSWER_SECONDS = 20;

  private final Cluster cluster;
  private final MapTerm term;
  private final String shard;
  private final Isolation isolation;
  private final Consumer<String> told;
  private final Shard named;

  /**
   * @param told of each step, in words
   * @throws IllegalArgumentException when the map knows no such shard
   * @throws IllegalStateException when the map names a primary that is no server of the cluster
   */
  public FailOver(
      Cluster cluster, MapTerm term, String shard, Isolation isolation, Consumer<String> told) {
    this.cluster = cluster.under(term.number());
    this.term = term;
    this.shard = shard;
    this.isolation = isolation;
    this.told = told;
    this.named = named();
  }

  private Shard named() {
    String jdbcUrl = term.map().jdbcUrls().get(shard);
    if (jdbcUrl == null) {
      throw new IllegalArgumentException(
          "no shard is named \"%s\"; the map knows %s"
              .formatted(shard, term.map().jdbcUrls().keySet()));
    }
    return servers().stream()
        .filter(server -> server.jdbcUrl().equals(jdbcUrl))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the map names %s as the primary of %s, which is no server of this cluster"
                        .formatted(jdbcUrl, shard)));
  }

  private List<Shard> servers() {
    return cluster.servers().stream().filter(server -> server.shard().equals(shard)).toList();
  }

  private List<Shard> standbys() {
    return servers().stream().filter(server -> server.role().equals(Shard.STANDBY)).toList();
  }

  /**
   * All steps.
   *
   * @throws onlyonce.messages.DeposedException when another term was claimed meanwhile
   * @throws onlyonce.localcluster.process.LocalClusterException when a node is in no state for a
   *     step, or somebody acted under a higher number
   * @throws IllegalStateException when too few standbys answer, or it is unknown whether it was
   *     published
   */
  public FailedOver run() throws SQLException, InterruptedException {
    long start = System.nanoTime();
    isolate();
    Shard primary = promote();
    repoint(primary);
    assume(primary);
    publish(primary);
    FailedOver done =
        new FailedOver(
            shard,
            named.name(),
            primary.name(),
            term.number(),
            term.map().partitionsOf(shard),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    told.accept(done.toString());
    return done;
  }

  /** The old primary commits nothing more that counts. */
  public void isolate() throws InterruptedException {
    switch (isolation) {
      case KILL -> {
        // A predecessor may have made a standby of it already.
        if (!role(named).equals(Shard.STANDBY)) {
          seeGone(named);
        }
      }
      case CUT_OFF -> {
        if (promotedBefore().isEmpty()) {
          cutOff();
        }
      }
    }
  }

  private String role(Shard server) {
    return servers().stream()
        .filter(found -> found.name().equals(server.name()))
        .map(Shard::role)
        .findFirst()
        .orElseThrow();
  }

  /** A primary that the map does not name: a predecessor promoted it, and came no further. */
  private Optional<Shard> promotedBefore() {
    return servers().stream()
        .filter(server -> server.role().equals(Shard.PRIMARY))
        .filter(server -> !server.name().equals(named.name()))
        .findFirst();
  }

  private void seeGone(Shard server) {
    NodeStatus status = cluster.status().node(server.name());
    told.accept(
        status.alive()
            ? cluster.kill(server.name()).observed()
            : "%s is gone already: %s".formatted(server.name(), status.exit()));
  }

  private void cutOff() throws InterruptedException {
    List<Candidate> following = AskStandbys.following(standbys(), List.of(named));
    int needed = neededAnswers();
    if (following.size() < needed) {
      throw new IllegalStateException(
          "%s cannot be cut off: %d of its standbys must answer, and %d do; start the others"
              .formatted(named.name(), needed, following.size()));
    }
    for (Candidate standby : following) {
      told.accept(cluster.detach(standby.server()).observed());
    }
  }

  /** Of n standbys k have an acknowledged commit: so many hold at least one of those. */
  private int neededAnswers() {
    Replication replication = cluster.status().replication();
    int waitsFor = replication.waitsFor();
    return waitsFor == 0 ? 1 : replication.standbys() - waitsFor + 1;
  }

  /** Promotes one, unless a predecessor did; returns the shard's primary of now. */
  public Shard promote() throws InterruptedException {
    Optional<Shard> already = promotedBefore();
    if (already.isPresent() && runs(already.get())) {
      told.accept(already.get().name() + " was promoted by somebody else");
      return already.get();
    }
    List<Shard> primaries = new ArrayList<>(List.of(named));
    if (already.isPresent()) { // Nobody worked there: it never was published.
      seeGone(already.get());
      primaries.add(already.get());
    }
    Candidate best =
        Candidate.furthest(shard, AskStandbys.following(standbys(), primaries), neededAnswers());
    told.accept(cluster.promote(best.server()).observed());
    return servers().stream()
        .filter(server -> server.name().equals(best.server()))
        .findFirst()
        .orElseThrow();
  }

  private boolean runs(Shard server) {
    return cluster.status().node(server.name()).state() == NodeState.RUNNING;
  }

  /** The others stream from the new primary, as many as its commits wait for. */
  public void repoint(Shard primary) throws InterruptedException {
    int needed = cluster.status().replication().waitsFor();
    List<String> others = standbys().stream().filter(this::runs).map(Shard::name).toList();
    int streaming = new FollowAtOnce(cluster, primary.name(), told).run(others, needed);
    if (streaming < needed && isolation == Isolation.KILL) {
      // Without it the new primary's first commit would wait for ever.
      told.accept(cluster.rejoin(named.name(), primary.name()).observed());
      streaming++;
    }
    if (streaming < needed) {
      throw new IllegalStateException(
          "commits on %s wait for %d standbys, and %d stream from it; start or rejoin the others, then repeat this"
              .formatted(primary.name(), needed, streaming));
    }
  }

  /** The new primary stores the term, and the epochs of its places. */
  public void assume(Shard primary) throws SQLException {
    Map<Integer, Long> epochs = new HashMap<>();
    placesOn(primary).forEach((partition, place) -> epochs.put(partition, place.epoch()));
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(primary.jdbcUrl());
    source.setUser(primary.user());
    source.setApplicationName("onlyonce-failover");
    source.setConnectTimeout(2);
    source.setSocketTimeout(ANSWER_SECONDS);
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      AssumePlaces.run(connection, term.number(), epochs);
      connection.commit();
    }
    told.accept("%s stores term %d".formatted(primary.name(), term.number()));
  }

  /** The map names the new primary. */
  public ShardMap publish(Shard primary) {
    Map<Integer, Place> changed = placesOn(primary);
    term.map()
        .places()
        .forEach(
            (partition, place) ->
                place
                    .moving()
                    .filter(moving -> moving.shard().equals(shard))
                    .ifPresent(
                        _ ->
                            changed.put(
                                partition,
                                new Place(
                                    place.shard(),
                                    place.jdbcUrl(),
                                    place.epoch(),
                                    Optional.of(new ShardMap.Moving(shard, primary.jdbcUrl()))))));
    return term.publish(changed);
  }

  private Map<Integer, Place> placesOn(Shard primary) {
    Map<Integer, Place> places = new HashMap<>();
    for (int partition : term.map().partitionsOf(shard)) {
      Place before = term.map().place(partition);
      places.put(
          partition, new Place(shard, primary.jdbcUrl(), before.epoch() + 1, before.moving()));
    }
    return places;
  }
}
