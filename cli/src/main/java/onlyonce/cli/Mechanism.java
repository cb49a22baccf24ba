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
  /** What was judged is stored under another id, where nobody finds it. */
  DEDUP(
      When.BEFORE_LOAD,
      """
      CREATE FUNCTION engine.forget_the_id() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.id := gen_random_uuid();
        RETURN NEW;
      END $$;
      CREATE TRIGGER forget_the_id BEFORE INSERT ON engine.processed
        FOR EACH ROW EXECUTE FUNCTION engine.forget_the_id();
      """),

  /** What is committed counts as published, so whoever takes over publishes nothing again. */
  REPUBLISH(
      When.BEFORE_LOAD,
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
      When.AFTER_LOAD,
      """
      UPDATE ledger.account SET posted_minor = posted_minor + 1
      WHERE (ledger_partition, account) IN
        (SELECT ledger_partition, account FROM ledger.account
         WHERE account NOT LIKE '~%' ORDER BY ledger_partition, account LIMIT 1)
      """);

  /** At which end of the load. */
  enum When {
    BEFORE_LOAD,
    AFTER_LOAD
  }

  private final When when;
  private final String sql;

  Mechanism(When when, String sql) {
    this.when = when;
    this.sql = sql;
  }

  /** As users write it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String labels() {
    return String.join(", ", Arrays.stream(values()).map(Mechanism::label).toList());
  }

  /** Takes it away on every shard, if this is the time for it. */
  void takeAway(When now, Cluster cluster) {
    if (when == now) {
      cluster.shards().forEach(this::takeAway);
    }
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
