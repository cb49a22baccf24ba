package onlyonce.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.localcluster.Shard;
import org.apache.kafka.common.utils.AppInfoParser;

/** Under which settings and on what machine a run takes place. */
final class Surroundings {
  private static final double BUSY = 1.0;

  /** Three replicas of command and outcome, rows, indexes and the write-ahead log. */
  private static final long BYTES_A_COMMAND = 3_500;

  private Surroundings() {}

  /** How many threads wanted a core in the last minute. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Rates of a machine that does other things are nobody's. */
  static Optional<String> busy(double load) {
    return load > BUSY
        ? Optional.of(
            "the machine is busy (load average %.1f): rates and ratios will suffer".formatted(load))
        : Optional.empty();
  }

  /**
   * Looks before a long run.
   *
   * @throws IllegalStateException when the disk would run full
   */
  static void requireRoom(Path home, long commands) {
    try {
      Files.createDirectories(home);
      long needed = commands * BYTES_A_COMMAND;
      long usable = Files.getFileStore(home).getUsableSpace();
      if (usable < needed) {
        throw new IllegalStateException(
            "%,d commands need about %,d MiB in %s, where %,d are left; choose another --out or fewer --commands"
                .formatted(commands, needed >> 20, home, usable >> 20));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at the disk of " + home, e);
    }
  }

  static SortedMap<String, SortedMap<String, String>> settings(Place place) {
    SortedMap<String, SortedMap<String, String>> settings = new TreeMap<>();
    for (Shard shard : place.cluster().shards()) {
      settings.put("postgresql " + shard.name(), postgresql(shard));
    }
    settings.put("topics", Figures.sorted(CommandTopic.settings()));
    settings.put("filling producer", Figures.sorted(CommandTopic.producerProperties()));
    settings.put("load producer", Figures.sorted(MeasureLatency.producerProperties()));
    settings.put(
        "consumer of ceiling and baselines", Figures.sorted(BaselineConsumer.properties(10_000)));
    settings.put("sagas", Figures.sorted(MeasureSagas.settings()));
    settings.put("subjects", Figures.sorted(Agenda.settings()));
    return settings;
  }

  private static SortedMap<String, String> postgresql(Shard shard) {
    SortedMap<String, String> settings = new TreeMap<>();
    try (Connection connection = ShardConnection.of(shard.jdbcUrl(), shard.user());
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT name, current_setting(name) FROM pg_settings
                WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_level',
                    'shared_buffers', 'min_wal_size', 'max_wal_size', 'checkpoint_timeout', 'wal_sync_method',
                    'wal_compression', 'server_version', 'jit', 'autovacuum')
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
      return settings;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the settings of " + shard.name(), e);
    }
  }

  static SortedMap<String, String> environment(double loadBefore) {
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("java", Runtime.version().toString());
    environment.put("kafka", AppInfoParser.getVersion());
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    environment.put("brokers", "3");
    environment.put("shards", "2");
    environment.put("load average before", "%.1f".formatted(loadBefore));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      environment.put("memory_mib", Long.toString(system.getTotalMemorySize() >> 20));
    }
    return environment;
  }
}
