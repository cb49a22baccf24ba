package onlyonce.localcluster.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.UserCache;

/** One server's data: made once, kept over restarts; its settings are written at every start. */
public record DataFolder(Path path) {
  static final String STANDBY_SIGNAL = "standby.signal";

  private static final String HISTORY = ".history";
  private static final String SETTINGS = "onlyonce.conf";
  private static final String TRUSTED = "onlyonce_hba.conf";
  private static final Duration INITDB_LIMIT = Duration.ofSeconds(60);

  /** Initialized to the end: an initdb that was cut off never gets this name. */
  public boolean exists() {
    return Files.exists(path.resolve("PG_VERSION"));
  }

  /** Its server follows another one. A promotion takes this back, by itself. */
  public boolean isStandby() {
    return Files.exists(path.resolve(STANDBY_SIGNAL));
  }

  /**
   * The last timeline whose beginning it knows: each promotion begins a new one, and writes down
   * where it left the old one before it goes on.
   */
  public int timeline() {
    try (DirectoryStream<Path> histories =
        Files.newDirectoryStream(path.resolve("pg_wal"), "*" + HISTORY)) {
      int last = 1;
      for (Path history : histories) {
        String name = history.getFileName().toString();
        last = Math.max(last, Integer.parseInt(name.substring(0, 8), 16));
      }
      return last;
    } catch (IOException e) {
      throw new LocalClusterException("cannot read the timelines of " + path, e);
    }
  }

  public void create(PostgresBinaries binaries, Launcher launcher, Path log) {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    UserCache.deleteTree(fresh);
    launcher.run(
        new Command(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions",
                // A power cut in this very second costs an empty database.
                "--no-sync"),
            Map.of("LC_ALL", "C", "TZ", "UTC"),
            path.resolveSibling(".").normalize(),
            log,
            Isolation.NAMESPACES),
        INITDB_LIMIT);
    try {
      Files.writeString(
          fresh.resolve("postgresql.conf"),
          "\ninclude '" + SETTINGS + "'\n",
          StandardOpenOption.APPEND);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LocalClusterException("cannot finish the data folder " + path, e);
    }
  }

  /**
   * @param peers the addresses that may connect, as CIDR
   */
  public void configure(DatabaseConnection place, String peers, Map<String, String> overrides) {
    Map<String, String> settings = new TreeMap<>(settings(place));
    settings.put("hba_file", path.resolve(TRUSTED).toString());
    settings.putAll(overrides);
    String text =
        settings.entrySet().stream()
            .map(e -> e.getKey() + " = '" + e.getValue().replace("'", "''") + "'")
            .collect(Collectors.joining("\n", "", "\n"));
    try {
      Files.writeString(
          path.resolve(TRUSTED),
          "host all all %1$s trust\nhost replication all %1$s trust\n".formatted(peers));
      Files.writeString(path.resolve(SETTINGS), text);
    } catch (IOException e) {
      throw new LocalClusterException("cannot write the settings of " + path, e);
    }
  }

  /** Safe against crashes, sized for a machine that also runs three brokers on two cores. */
  private static Map<String, String> settings(DatabaseConnection place) {
    return Map.ofEntries(
        Map.entry("port", Integer.toString(place.port())),
        Map.entry("listen_addresses", place.host()),
        Map.entry("unix_socket_directories", ""),
        Map.entry("max_connections", "100"),
        Map.entry("shared_buffers", "128MB"),
        // Backed by files in the data folder: what a SIGKILL leaves goes with the folder, not
        // /dev/shm.
        Map.entry("dynamic_shared_memory_type", "mmap"),
        Map.entry("io_workers", "1"),
        Map.entry("jit", "off"),
        Map.entry("fsync", "on"),
        Map.entry("full_page_writes", "on"),
        Map.entry("synchronous_commit", "on"),
        Map.entry("wal_level", "replica"),
        Map.entry("wal_recycle", "on"),
        Map.entry("min_wal_size", "256MB"),
        Map.entry("max_wal_size", "4GB"),
        Map.entry("checkpoint_timeout", "15min"),
        // A vacuum takes its time rather than a quarter of all there is.
        Map.entry("autovacuum_vacuum_cost_delay", "20ms"),
        // A restart after SIGKILL should answer soon; syncing a whole data folder first is slower.
        Map.entry("recovery_init_sync_method", "syncfs"),
        Map.entry("timezone", "UTC"),
        Map.entry("log_timezone", "UTC"),
        Map.entry("log_line_prefix", "%m [%p] %q%u@%d %a "),
        Map.entry("log_checkpoints", "off"),
        Map.entry("logging_collector", "off"));
  }
}
