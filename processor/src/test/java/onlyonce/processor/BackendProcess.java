package onlyonce.processor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A session's process as this machine sees it: the server's own number for it counts in another
 * namespace, but its title says whom it serves.
 */
final class BackendProcess {
  private BackendProcess() {}

  /** The process that serves this session. */
  static long of(Connection session) throws SQLException {
    String client;
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_user, current_database(), inet_client_port()")) {
      row.next();
      client =
          "postgres: %s %s 127.0.0.1(%d) "
              .formatted(row.getString(1), row.getString(2), row.getInt(3));
    }
    List<Long> found =
        ProcessHandle.allProcesses()
            .map(ProcessHandle::pid)
            .filter(pid -> title(pid).startsWith(client))
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException("not one process serves " + client + " but " + found);
    }
    return found.getFirst();
  }

  private static String title(long pid) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }
}
