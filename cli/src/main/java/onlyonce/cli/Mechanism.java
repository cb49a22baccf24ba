package onlyonce.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.Shard;

/**
 * What a run can do without, to see its report turn red. It is taken away in the databases, so the
 * roles are those that everybody runs, and have no switch for it.
 */
enum Mechanism {
  /**
   * What was judged is stored under another id of the same time, since tables are by days, where
   * nobody finds it.
   */
  DEDUP(
      """
      CREATE FUNCTION engine.forget_the_id() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.id := left(NEW.id::text, 24) || right(gen_random_uuid()::text, 12);
        RETURN NEW;
      END $$;
      CREATE TRIGGER forget_the_id BEFORE INSERT ON engine.processed
        FOR EACH ROW EXECUTE FUNCTION engine.forget_the_id();
      """),

  /** What is committed counts as published, so whoever takes over publishes nothing again. */
  REPUBLISH(
      """
      CREATE FUNCTION engine.count_as_published() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.published_offset := NEW.next_offset;
        RETURN NEW;
      END $$;
      CREATE TRIGGER count_as_published BEFORE UPDATE ON engine.progress
        FOR EACH ROW EXECUTE FUNCTION engine.count_as_published();
      """),

  /** One customer's balance is not what was posted to it: is the checker awake? */
  BOOKS(
      """
      CREATE FUNCTION ledger.one_too_much() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.posted_minor := NEW.posted_minor + 1;
        RETURN NEW;
      END $$;
      CREATE TRIGGER one_too_much BEFORE UPDATE ON ledger.account
        FOR EACH ROW WHEN (NEW.account = 'acct-1') EXECUTE FUNCTION ledger.one_too_much();
      """);

  private final String sql;

  Mechanism(String sql) {
    this.sql = sql;
  }

  /** As users write it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String labels() {
    return String.join(", ", Arrays.stream(values()).map(Mechanism::label).toList());
  }

  /** Takes it away on every shard. */
  void takeAway(Cluster cluster) {
    cluster.shards().forEach(this::takeAway);
  }

  private void takeAway(Shard shard) {
    try (Connection connection = DriverManager.getConnection(shard.jdbcUrl(), shard.user(), "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "%s could not be taken away on %s".formatted(label(), shard.name()), e);
    }
  }
}
