package onlyonce.cli.failover;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.Shard;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMap.Place;
import onlyonce.processor.AssumePlaces;

/**
 * Makes a standby its shard's primary, under a term, step by step:
 *
 * <pre>
 *   isolate   enough standbys answer; then the old primary commits nothing more that counts
 *   promote   of the standbys, enough of which must answer, the one that has come furthest
 *   repoint   the others stream from it; under sync as many as its commits wait for
 *   assume    it stores the term, the epochs of its places, and where its history begins
 *   publish   the map names it: processors connect there
 * </pre>
 *
 * <p>Each step is harmless to repeat, and finds what was done already: whoever is killed between
 * two of them is followed by a successor, under a higher term, that takes up what it left. A
 * standby that was promoted and not published is taken for the primary, and started if it is dead,
 * rather than another one promoted: two servers on one timeline cannot be told apart. Whoever is
 * paused between two of them and deposed meanwhile does nothing more: the cluster, which knows the
 * successor's number before the successor looks at anything, refuses its number ({@link
 * Cluster#under}), then the server does ({@link AssumePlaces}), then Kafka ({@link
 * MapTerm#publish}).
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
    this.named = now().named();
  }

  /** To look is to act: from the first look on the cluster refuses whoever acted before. */
  private ShardNow now() {
    String jdbcUrl = term.map().jdbcUrls().get(shard);
    if (jdbcUrl == null) {
      throw new IllegalArgumentException(
          "no shard is named \"%s\"; the map knows %s"
              .formatted(shard, term.map().jdbcUrls().keySet()));
    }
    return ShardNow.of(cluster.status(), shard, jdbcUrl);
  }

  /**
   * All steps.
   *
   * @throws onlyonce.messages.DeposedException when another term was claimed meanwhile
   * @throws onlyonce.localcluster.process.LocalClusterException when a node is in no state for a
   *     step, or somebody acted under a higher number
   * @throws IllegalStateException when too few standbys answer: the old primary is left as it is,
   *     or started if it is dead; or when it is unknown whether it was published
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
    ShardNow now = now();
    List<Candidate> standbys = now.promoted().isPresent() ? List.of() : enough(now);
    switch (isolation) {
      case KILL -> {
        // A predecessor may have made a standby of it already.
        if (!now.named().role().equals(Shard.STANDBY)) {
          seeGone(now);
        }
      }
      case CUT_OFF ->
          standbys.forEach(standby -> told.accept(cluster.detach(standby.server()).observed()));
    }
  }

  /**
   * Asked before anything is done to the old primary. If nobody may take over, it has all that was
   * acknowledged, and a dead one is better started than left.
   */
  private List<Candidate> enough(ShardNow now) throws InterruptedException {
    List<Candidate> answers = now.answers();
    if (Candidate.usable(answers).size() < now.neededAnswers() && !now.lives(now.named())) {
      told.accept(cluster.restart(now.named().name()).observed());
    }
    return Candidate.enough(shard, answers, now.neededAnswers());
  }

  private void seeGone(ShardNow now) {
    String server = now.named().name();
    told.accept(
        now.lives(now.named())
            ? cluster.kill(server).observed()
            : "%s is gone already: %s".formatted(server, now.status().node(server).exit()));
  }

  /** Promotes one, unless a predecessor did; returns the shard's primary of now. */
  public Shard promote() throws InterruptedException {
    ShardNow now = now();
    Optional<Shard> promoted = now.promoted();
    if (promoted.isPresent()) {
      String server = promoted.get().name();
      told.accept(server + " was promoted by somebody else");
      if (!now.runs(promoted.get())) {
        told.accept(cluster.restart(server).observed());
      }
      return promoted.get();
    }
    Candidate best = Candidate.furthest(shard, now.answers(), now.neededAnswers());
    told.accept(cluster.promote(best.server()).observed());
    return now().servers().stream()
        .filter(server -> server.name().equals(best.server()))
        .findFirst()
        .orElseThrow();
  }

  /** The others stream from the new primary, as many as its commits wait for. */
  public void repoint(Shard primary) throws InterruptedException {
    ShardNow now = now();
    int needed = now.status().replication().waitsFor();
    List<String> others = now.standbys().stream().filter(now::runs).map(Shard::name).toList();
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
    try (Connection connection = OpenServer.session(primary, ANSWER_SECONDS)) {
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
