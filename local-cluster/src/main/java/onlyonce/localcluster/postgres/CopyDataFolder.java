package onlyonce.localcluster.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.UserCache;

/**
 * Makes a standby's data folder from a server's, as pg_basebackup would, which the binaries lack.
 * The copy gets its name, and what was there before goes, when it is complete.
 *
 * <p>What belongs to the one server alone is left out: its process, its slots (they would hold the
 * copy's own log for ever), and what every start makes anew.
 */
public final class CopyDataFolder {
  private static final Set<String> LEFT_OUT_FILES =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "backup_label.old",
          "tablespace_map",
          "backup_manifest",
          "standby.signal",
          "recovery.signal");

  private static final Set<String> EMPTY_FOLDERS =
      Set.of(
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final String LOG_FOLDER = "pg_wal";

  private final DataFolder from;
  private final DataFolder to;

  public CopyDataFolder(DataFolder from, DataFolder to) {
    this.from = from;
    this.to = to;
  }

  private enum Log {
    WHOLE,
    /** The standby streams the segments; which timelines there were it must know. */
    HISTORY_ONLY
  }

  /**
   * Copies a server's folder while it does not run; what a crash left is recovered in both.
   *
   * @return the bytes copied
   */
  public long ofStopped() {
    Path fresh = fresh();
    try {
      long bytes = copy(fresh, Log.WHOLE);
      finish(fresh);
      return bytes;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Copies a running server's folder between {@code pg_backup_start} and {@code pg_backup_stop}:
   * files change meanwhile, and the log from the start to the stop, which the standby must get,
   * makes the copy consistent.
   *
   * @return the bytes copied
   */
  public long ofRunning(DatabaseConnection server) {
    Path fresh = fresh();
    // A backup lasts as long as its session.
    try (Connection connection = server.openForWork()) {
      start(connection);
      long bytes = copy(fresh, Log.HISTORY_ONLY);
      copyControlFile(fresh);
      Files.writeString(fresh.resolve("backup_label"), stop(connection));
      finish(fresh);
      return bytes;
    } catch (IOException | SQLException e) {
      throw failed(e);
    }
  }

  private void start(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_backup_start(?, fast => true)")) {
      statement.setString(1, "copy to " + to.path());
      var _ = statement.execute();
    }
  }

  private static String stop(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
      row.next();
      return row.getString(1);
    }
  }

  private Path fresh() {
    Path fresh = to.path().resolveSibling("data.copy");
    UserCache.deleteTree(fresh);
    return fresh;
  }

  private void finish(Path fresh) throws IOException {
    Files.createFile(fresh.resolve(DataFolder.STANDBY_SIGNAL));
    Path old = to.path().resolveSibling("data.old");
    UserCache.deleteTree(old);
    if (Files.exists(to.path())) {
      Files.move(to.path(), old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(fresh, to.path(), StandardCopyOption.ATOMIC_MOVE);
    UserCache.deleteTree(old);
  }

  private long copy(Path fresh, Log log) throws IOException {
    Files.createDirectories(fresh.getParent());
    Copying copying = new Copying(from.path(), fresh, log);
    Files.walkFileTree(from.path(), copying);
    return copying.bytes;
  }

  /** It is rewritten in place now and then, so a copy counts when two readings agree. */
  private void copyControlFile(Path fresh) throws IOException {
    Path control = Path.of("global", "pg_control");
    byte[] one = Files.readAllBytes(from.path().resolve(control));
    byte[] other = Files.readAllBytes(from.path().resolve(control));
    while (!Arrays.equals(one, other)) {
      one = other;
      other = Files.readAllBytes(from.path().resolve(control));
    }
    Files.write(fresh.resolve(control), one);
  }

  private LocalClusterException failed(Exception e) {
    return new LocalClusterException(
        "cannot copy %s to %s: %s".formatted(from.path(), to.path(), e.getMessage()), e);
  }

  private static final class Copying extends SimpleFileVisitor<Path> {
    private final Path source;
    private final Path target;
    private final Log log;
    private long bytes;

    Copying(Path source, Path target, Log log) {
      this.source = source;
      this.target = target;
      this.log = log;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Path relative = source.relativize(folder);
      if (relative.getFileName().toString().startsWith("pgsql_tmp")) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.copy(folder, target.resolve(relative.toString()), StandardCopyOption.COPY_ATTRIBUTES);
      return EMPTY_FOLDERS.contains(relative.toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path relative = source.relativize(file);
      if (isWanted(relative)) {
        try {
          Files.copy(file, target.resolve(relative.toString()), StandardCopyOption.COPY_ATTRIBUTES);
          bytes += attributes.size();
        } catch (NoSuchFileException e) {
          // A running server deletes what it needs no more, and its log says so too.
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private boolean isWanted(Path relative) {
      String name = relative.getFileName().toString();
      if (relative.startsWith(LOG_FOLDER)) {
        return log == Log.WHOLE || name.endsWith(".history");
      }
      return !name.equals("pg_internal.init")
          && !name.startsWith("pgsql_tmp")
          && !(relative.getNameCount() == 1 && LEFT_OUT_FILES.contains(name));
    }
  }
}
