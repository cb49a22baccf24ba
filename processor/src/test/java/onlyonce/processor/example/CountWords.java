package onlyonce.processor.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import onlyonce.processor.Handler;
import onlyonce.processor.NewCommand;
import onlyonce.processor.Reply;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The handler of {@code docs/exactly-once-in-30-lines.md}, which shows what is between the marks.
 */
// begin CountWords
final class CountWords implements Handler<String> {
  @Override
  public String decode(Event event, ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws UnreadableException {
    byte @Nullable [] value = kafkaRecord.value();
    if (value == null) {
      throw new UnreadableException(DeadLetterReason.BAD_VALUE, "no word");
    }
    return new String(value, UTF_8);
  }

  @Override
  public List<Reply> apply(Connection transaction, List<NewCommand<String>> commands)
      throws SQLException {
    String sql =
        """
        INSERT INTO word AS known (ledger_partition, word, seen) VALUES (?, ?, 1)
        ON CONFLICT (ledger_partition, word) DO UPDATE SET seen = known.seen + 1
        RETURNING seen
        """;
    List<Reply> replies = new ArrayList<>();
    try (PreparedStatement count = transaction.prepareStatement(sql)) {
      for (NewCommand<String> command : commands) {
        count.setInt(1, command.partition());
        count.setString(2, command.command());
        try (ResultSet row = count.executeQuery()) {
          row.next();
          replies.add(new Reply("word-counts", command.id(), row.getString(1).getBytes(UTF_8)));
        }
      }
    }
    return replies;
  }

  @Override
  public Event event(UUID commandId, Reply reply) {
    UUID id = CommandIds.derived(commandId, "counted");
    return new Event(id, "example.Counted", "example/words", CommandIds.time(commandId));
  }

  @Override
  public boolean decides(int rulesVersion) {
    return rulesVersion == 1;
  }

  @Override
  public boolean isIdempotent(String word) {
    return false;
  }

  @Override
  public Optional<Reply> onRefused(NewCommand<String> command, DeadLetterReason reason) {
    return Optional.empty();
  }
}
// end CountWords
