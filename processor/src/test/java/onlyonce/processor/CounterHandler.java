package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A counter for each key of a ledger partition: totals are written as what they were plus what
 * came, so a command that is applied twice shows, and {@code commands} counts how many there were.
 * Keys that begin with {@code saga} are told when they are refused.
 */
final class CounterHandler implements Handler<Count> {
  static final int RULES_VERSION = 1;
  private static final Pattern PAYLOAD = Pattern.compile("([A-Za-z0-9-]{1,40}) ([0-9]{1,9})");

  private final String outcomes;

  /**
   * @param outcomes the topic of the replies
   */
  CounterHandler(String outcomes) {
    this.outcomes = outcomes;
  }

  static void createTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE counter (
            ledger_partition int, key text, total bigint, commands bigint,
            PRIMARY KEY (ledger_partition, key));
          GRANT SELECT, INSERT, UPDATE ON counter TO onlyonce_apply;
          """);
    }
  }

  @Override
  public Count decode(Event event, ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws UnreadableException {
    if (!event.type().equals(Count.EVENT_TYPE)) {
      throw new UnreadableException(DeadLetterReason.UNKNOWN_TYPE, "no type " + event.type());
    }
    byte @Nullable [] value = kafkaRecord.value();
    String payload = value == null ? "" : new String(value, UTF_8);
    Matcher matcher = PAYLOAD.matcher(payload);
    if (!matcher.matches()) {
      throw new UnreadableException(DeadLetterReason.BAD_VALUE, "not a count: " + payload);
    }
    return new Count(matcher.group(1), Long.parseLong(matcher.group(2)));
  }

  @Override
  public boolean decides(int rulesVersion) {
    return rulesVersion == RULES_VERSION;
  }

  @Override
  public boolean isIdempotent(Count command) {
    return command.isRead();
  }

  private record Key(int partition, String key) {}

  private record Total(long total, long commands) {}

  @Override
  public List<Reply> apply(Connection transaction, List<NewCommand<Count>> commands)
      throws SQLException {
    Map<Key, Total> totals = new LinkedHashMap<>();
    for (NewCommand<Count> command : commands) {
      totals.put(new Key(command.partition(), command.command().key()), new Total(0, 0));
    }
    load(transaction, totals);
    List<Reply> replies = new ArrayList<>();
    for (NewCommand<Count> command : commands) {
      Total total =
          totals.merge(
              new Key(command.partition(), command.command().key()),
              new Total(command.command().amount(), 1),
              (a, b) -> new Total(a.total() + b.total(), a.commands() + b.commands()));
      replies.add(reply(command, total.total()));
    }
    store(transaction, totals);
    return replies;
  }

  /** What a command came to; the offset shows which of several equal ones it was. */
  Reply reply(NewCommand<Count> command, long total) {
    String payload = command.command().key() + "=" + total + " at " + command.offset();
    return new Reply(outcomes, command.id(), payload.getBytes(UTF_8));
  }

  private static void load(Connection transaction, Map<Key, Total> totals) throws SQLException {
    String sql =
        """
        SELECT ledger_partition, key, total, commands FROM counter
        JOIN unnest(?::int[], ?::text[]) AS asked (ledger_partition, key)
          USING (ledger_partition, key)
        """;
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.setArray(1, transaction.createArrayOf("int4", partitions(totals)));
      statement.setArray(2, transaction.createArrayOf("text", keys(totals)));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          totals.put(
              new Key(row.getInt(1), row.getString(2)), new Total(row.getLong(3), row.getLong(4)));
        }
      }
    }
  }

  private static void store(Connection transaction, Map<Key, Total> totals) throws SQLException {
    String sql =
        """
        INSERT INTO counter (ledger_partition, key, total, commands)
        SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[])
        ON CONFLICT (ledger_partition, key)
        DO UPDATE SET total = excluded.total, commands = excluded.commands
        """;
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.setArray(1, transaction.createArrayOf("int4", partitions(totals)));
      statement.setArray(2, transaction.createArrayOf("text", keys(totals)));
      statement.setArray(
          3,
          transaction.createArrayOf(
              "int8", totals.values().stream().map(Total::total).toArray(Long[]::new)));
      statement.setArray(
          4,
          transaction.createArrayOf(
              "int8", totals.values().stream().map(Total::commands).toArray(Long[]::new)));
      statement.executeUpdate();
    }
  }

  private static Integer[] partitions(Map<Key, Total> totals) {
    return totals.keySet().stream().map(Key::partition).toArray(Integer[]::new);
  }

  private static String[] keys(Map<Key, Total> totals) {
    return totals.keySet().stream().map(Key::key).toArray(String[]::new);
  }

  @Override
  public Optional<Reply> onRefused(NewCommand<Count> command, DeadLetterReason reason) {
    return command.command().key().startsWith("saga")
        ? Optional.of(new Reply(outcomes, command.id(), reason.label().getBytes(UTF_8)))
        : Optional.empty();
  }

  @Override
  public Event event(UUID commandId, Reply reply) {
    return new Event(
        CommandIds.derived(commandId, "outcome"),
        "test.Total",
        "onlyonce/test",
        CommandIds.time(commandId));
  }
}
