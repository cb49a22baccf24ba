package onlyonce.cli.failover;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlyonce.localcluster.Shard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks standbys, all at once, how far they are and whom they follow. */
final class AskStandbys {
  private static final Logger LOG = LoggerFactory.getLogger(AskStandbys.class);
  private static final int ANSWER_SECONDS = 2;
  private static final Pattern PORT = Pattern.compile("\\bport=(\\d+)");
  private static final Pattern URL_PORT = Pattern.compile(":(\\d+)/");

  private AskStandbys() {}

  /**
   * Those that answered, are in recovery, and followed one of these primaries, or follow nobody
   * since they were cut off.
   */
  static List<Candidate> following(Collection<Shard> standbys, Collection<Shard> primaries)
      throws InterruptedException {
    List<String> ports =
        primaries.stream().map(primary -> port(URL_PORT, primary.jdbcUrl())).toList();
    List<Callable<Optional<Candidate>>> questions = new ArrayList<>();
    standbys.forEach(standby -> questions.add(() -> ask(standby, ports)));
    List<Candidate> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<Candidate>> answer : threads.invokeAll(questions)) {
        answer.get().ifPresent(answers::add);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a standby could not be asked", e.getCause());
    }
    return answers;
  }

  private static Optional<Candidate> ask(Shard standby, List<String> ports) {
    String sql =
        """
        SELECT pg_is_in_recovery(), current_setting('primary_conninfo'),
          (greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0')::bigint,
          (SELECT number FROM engine.term)
        """;
    try (Connection connection = OpenServer.session(standby, ANSWER_SECONDS);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      String primary = row.getString(2);
      if (!primary.isEmpty() && !ports.contains(port(PORT, primary))) {
        LOG.warn("{} follows another primary: {}", standby.name(), primary);
        return Optional.empty();
      }
      return Optional.of(
          new Candidate(standby.name(), row.getBoolean(1), row.getLong(4), row.getLong(3)));
    } catch (SQLException e) {
      LOG.warn("{} does not tell how far it is: {}", standby.name(), e.getMessage());
      return Optional.empty();
    }
  }

  private static String port(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
