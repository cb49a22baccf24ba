package onlyonce.ledger.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import onlyonce.messages.AccountId;
import onlyonce.messages.Version;

/**
 * Reads accounts of one shard from its replicas.
 *
 * <p>Versions are offsets of the ledger partition's log, which all replicas apply in one order, so
 * they compare over servers, failovers and moves, where positions in a server's own log don't. A
 * replica <em>has</em> a version when its progress row has come to it.
 *
 * <pre>
 *   primary    what the primary shows
 *   quorum     the latest of what Vr replicas show; waits until Vw have it
 *   any        what the first that answers shows
 *   at-least   what a standby shows once it has the version; waits for it
 * </pre>
 *
 * <p>A primary's and a quorum's answer has the best label only when Vw replicas were seen to have
 * what it shows. That is so for everything acknowledged, unless something is wrong: a primary that
 * was killed or whose wait for standbys was cancelled shows commits that no standby has, and so
 * does one that was abandoned and doesn't know. Then the answer is {@link Label#REGULAR}, until
 * standbys have applied it: nothing has to be remembered of restarts and cancelled waits.
 *
 * <p>A standby that was killed and started again shows for a while less than it had confirmed.
 * Among the Vr replicas of a quorum read it does not count until it has applied all of its own log.
 *
 * <p>Not for several threads at once.
 */
public final class ReadAccount implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(5);

  private final List<ReplicaSession> sessions;
  private final ReadSettings settings;
  private final Random random;
  private final AskReplicas ask;

  /**
   * @param replicas of the shard, V of them
   * @param random which of them are asked first
   */
  public ReadAccount(List<Replica> replicas, ReadSettings settings, Random random) {
    if (replicas.size() < Math.max(settings.writeQuorum(), settings.readQuorum())) {
      throw new IllegalArgumentException(
          "%d replicas for Vw = %d, Vr = %d"
              .formatted(replicas.size(), settings.writeQuorum(), settings.readQuorum()));
    }
    this.sessions = replicas.stream().map(ReplicaSession::new).toList();
    this.settings = settings;
    this.random = random;
    this.ask = new AskReplicas(settings.patience());
  }

  /**
   * Reads one account.
   *
   * @param partition where the account lives
   * @throws NotAnsweredException when too few replicas answer or none comes far enough in time
   */
  public Answer read(int partition, AccountId account, Consistency consistency)
      throws NotAnsweredException, InterruptedException {
    Reading reading = new Reading(partition, account);
    return switch (consistency) {
      case Consistency.Primary _ -> reading.primary();
      case Consistency.Quorum _ -> reading.quorum();
      case Consistency.Any _ -> reading.any();
      case Consistency.AtLeast atLeast -> reading.atLeast(atLeast.version());
    };
  }

  @Override
  public void close() {
    ask.close();
    sessions.forEach(ReplicaSession::close);
  }

  private List<ReplicaSession> of(Replica.Role role) {
    return sessions.stream().filter(session -> session.replica().role() == role).toList();
  }

  private List<ReplicaSession> shuffled(List<ReplicaSession> some) {
    List<ReplicaSession> shuffled = new ArrayList<>(some);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** One read, and what each replica said last in it. */
  private final class Reading {
    private final int partition;
    private final AccountId account;
    private final long endNanos = System.nanoTime() + settings.deadline().toNanos();
    private final Map<ReplicaSession, Sight> sights = new LinkedHashMap<>();

    Reading(int partition, AccountId account) {
      this.partition = partition;
      this.account = account;
    }

    Answer primary() throws NotAnsweredException, InterruptedException {
      Sight found = sightOfPrimary();
      if (holders(found) < settings.writeQuorum()) {
        look(of(Replica.Role.STANDBY)); // Who has an acknowledged commit shows it now.
      }
      return answer(found);
    }

    private Sight sightOfPrimary() throws NotAnsweredException, InterruptedException {
      while (true) {
        look(of(Replica.Role.PRIMARY));
        Optional<Sight> found =
            sights.values().stream()
                .filter(sight -> sight.role() == Replica.Role.PRIMARY)
                .findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        if (isOver()) {
          throw notAnswered("the primary does not answer as one");
        }
        pause();
      }
    }

    Answer quorum() throws NotAnsweredException, InterruptedException {
      askReadQuorum();
      Sight latest = Collections.max(sights.values(), Sight.BY_VERSION);
      while (holders(latest) < settings.writeQuorum() && !isOver()) {
        look(sessions.stream().filter(session -> !has(session, latest.accountVersion())).toList());
        if (holders(latest) < settings.writeQuorum()) {
          pause();
        }
      }
      return answer(latest);
    }

    /** So many as are needed; others only in place of those that don't answer, and again. */
    private void askReadQuorum() throws NotAnsweredException, InterruptedException {
      List<ReplicaSession> order = new ArrayList<>(shuffled(sessions));
      int asked = 0;
      while (whole().size() < settings.readQuorum()) {
        int until = Math.min(order.size(), asked + settings.readQuorum() - whole().size());
        look(order.subList(asked, until));
        asked = until;
        if (whole().size() < settings.readQuorum() && asked == order.size()) {
          if (isOver()) {
            throw notAnswered("a quorum read asks " + settings.readQuorum() + " replicas");
          }
          pause();
          order.removeAll(whole());
          asked = 0;
        }
      }
    }

    private Set<ReplicaSession> whole() {
      return sights.entrySet().stream()
          .filter(sight -> sight.getValue().whole())
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    Answer any() throws NotAnsweredException, InterruptedException {
      for (ReplicaSession session : shuffled(sessions)) {
        look(List.of(session));
        Sight sight = sights.get(session);
        if (sight != null) {
          return Answer.of(partition, sight, Label.ANY, 1, 1);
        }
      }
      throw notAnswered("no replica can be read");
    }

    Answer atLeast(Version version) throws NotAnsweredException, InterruptedException {
      if (version.partition() != partition) {
        throw new IllegalArgumentException(
            "%s is of ledger partition %d, not %d"
                .formatted(version, version.partition(), partition));
      }
      List<ReplicaSession> standbys = of(Replica.Role.STANDBY);
      List<ReplicaSession> order = shuffled(standbys.isEmpty() ? sessions : standbys);
      while (true) {
        for (ReplicaSession session : order) {
          look(List.of(session));
          if (has(session, version.nextOffset())) {
            Sight sight = sights.get(session);
            if (sight != null) {
              return Answer.of(partition, sight, Label.AT_LEAST, sights.size(), 1);
            }
          }
        }
        if (isOver()) {
          throw notAnswered("none has come to version " + version.nextOffset());
        }
        pause();
      }
    }

    private Answer answer(Sight found) {
      int holders = holders(found);
      Label label =
          holders >= settings.writeQuorum() || settings.confirmed() == Label.UNSAFE
              ? settings.confirmed()
              : Label.REGULAR;
      return Answer.of(partition, found, label, sights.size(), holders);
    }

    private void look(List<ReplicaSession> replicas) throws InterruptedException {
      for (Sight sight : ask.ask(replicas, partition, account)) {
        replicas.stream()
            .filter(session -> session.replica().equals(sight.replica()))
            .forEach(session -> sights.put(session, sight));
      }
    }

    private int holders(Sight found) {
      return (int)
          sights.values().stream().filter(sight -> sight.has(found.accountVersion())).count();
    }

    private boolean has(ReplicaSession session, long version) {
      return Optional.ofNullable(sights.get(session))
          .map(sight -> sight.has(version))
          .orElse(false);
    }

    private boolean isOver() {
      return System.nanoTime() - endNanos > 0;
    }

    private static void pause() throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }

    private NotAnsweredException notAnswered(String what) {
      String said =
          sessions.stream()
              .map(
                  session -> {
                    Sight sight = sights.get(session);
                    return session.replica().name()
                        + (sight == null
                            ? " has not answered"
                            : " (%s) has come to version %d"
                                .formatted(sight.role(), sight.nextOffset()));
                  })
              .collect(Collectors.joining(", "));
      return new NotAnsweredException(
          "account %s, ledger partition %d: %s, within %d ms: %s"
              .formatted(account, partition, what, settings.deadline().toMillis(), said));
    }
  }
}
