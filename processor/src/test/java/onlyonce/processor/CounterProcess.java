package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A processor that counts, as a process of its own: one that can be killed and paused. */
final class CounterProcess {
  private static final int NAMED = 8;

  /** What the process does with commands. */
  enum Work {
    COUNTS,
    /** Copies rows into table {@code ballast} for longer than anybody waits. */
    COPIES;

    Handler<Count> handler(CounterHandler counter) {
      return switch (this) {
        case COUNTS -> counter;
        case COPIES -> new Copying(counter);
      };
    }
  }

  private CounterProcess() {}

  /** The arguments of {@link #main} for a processor of this platform. */
  static List<String> arguments(
      CounterPlatform platform, ProcessorSettings settings, ShardMap map, Work work) {
    List<String> args =
        new ArrayList<>(
            List.of(
                Objects.requireNonNull(platform.client().get("bootstrap.servers")).toString(),
                settings.groupId(),
                settings.topic(),
                platform.outcomes(),
                settings.databaseUser(),
                settings.instance(),
                work.name(),
                Integer.toString(map.partitioning().count())));
    map.jdbcUrls().forEach((shard, url) -> args.add(shard + "=" + url));
    return args;
  }

  /**
   * @param args as {@link #arguments} gives them
   */
  public static void main(String[] args) {
    Map<String, String> urls = new TreeMap<>();
    for (int i = NAMED; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      urls.put(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    ShardMap map = ShardMap.modulo(Partitioning.hash(Integer.parseInt(args[7])), urls);
    ProcessorSettings settings =
        new ProcessorSettings(
            Map.of("bootstrap.servers", args[0]), args[1], args[2], args[4], args[5]);
    Handler<Count> handler = Work.valueOf(args[6]).handler(new CounterHandler(args[3]));
    try (Processor<Count> processor = new Processor<>(settings, map, handler)) {
      processor.run();
    }
  }

  private static final class Copying extends ForwardingHandler {
    private static final int ROWS = 1_000_000;

    Copying(CounterHandler counter) {
      super(counter);
    }

    @Override
    public List<Reply> apply(Connection transaction, List<NewCommand<Count>> commands)
        throws SQLException {
      List<Reply> replies = super.apply(transaction, commands);
      byte[] row = ("x".repeat(64_000) + "\n").getBytes(UTF_8);
      CopyIn copy =
          transaction.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY ballast FROM STDIN");
      for (int i = 0; i < ROWS; i++) {
        copy.writeToCopy(row, 0, row.length);
      }
      copy.endCopy();
      return replies;
    }
  }
}
