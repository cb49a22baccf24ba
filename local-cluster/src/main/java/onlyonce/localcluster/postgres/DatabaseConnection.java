package onlyonce.localcluster.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import onlyonce.localcluster.process.LocalClusterException;

/** The superuser's way into a server of a cluster: no password, every wait bounded. */
public record DatabaseConnection(String host, int port) {
  public static final String USER = "postgres";
  private static final String ANSWER_SECONDS = "5";
  private static final String WORK_SECONDS = "60";

  public static String url(String host, int port, String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** A new session gets its answer to {@code select 1}. */
  public boolean answers() {
    try (Connection connection = open(ANSWER_SECONDS);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select 1")) {
      return result.next();
    } catch (SQLException e) {
      return false; // not listening yet, or still recovering
    }
  }

  /** Creates the database unless it is there. */
  public void createDatabase(String name) {
    try (Connection connection = openForWork()) {
      if (!exists(connection, name)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        }
      }
    } catch (SQLException e) {
      throw failed("create", name, e);
    }
  }

  /** Drops the database, ending the sessions in it. */
  public void dropDatabase(String name) {
    try (Connection connection = openForWork();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DROP DATABASE IF EXISTS " + statement.enquoteIdentifier(name, true) + " WITH (FORCE)");
    } catch (SQLException e) {
      throw failed("drop", name, e);
    }
  }

  /** A session for one piece of work. */
  Connection openForWork() throws SQLException {
    return open(WORK_SECONDS);
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      statement.setString(1, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  private Connection open(String socketSeconds) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("connectTimeout", ANSWER_SECONDS);
    properties.setProperty("loginTimeout", ANSWER_SECONDS);
    properties.setProperty("socketTimeout", socketSeconds);
    properties.setProperty("ApplicationName", "onlyonce-local-cluster");
    return DriverManager.getConnection(url(host, port, "postgres"), properties);
  }

  private LocalClusterException failed(String verb, String name, SQLException e) {
    return new LocalClusterException(
        "cannot " + verb + " database " + name + " on port " + port + ": " + e.getMessage(), e);
  }
}
