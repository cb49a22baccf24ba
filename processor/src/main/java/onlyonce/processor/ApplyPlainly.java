package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The transaction of those who do without the engine's tables: what the handler does, and nothing
 * beside it. A command that comes twice is applied twice; one whose transaction fails is for others
 * to read again, or not.
 */
final class ApplyPlainly<C> {
  private static final int VALIDATION_SECONDS = 2;

  private final ShardSession session;
  private final Handler<C> handler;
  private final ApplySlices.Origins origins;

  ApplyPlainly(ShardSession session, Handler<C> handler, ApplySlices.Origins origins) {
    this.session = session;
    this.handler = handler;
    this.origins = origins;
  }

  /** Fails when the database cannot be reached now. */
  void requireDatabase() throws SQLException {
    if (!session.connection().isValid(VALIDATION_SECONDS)) {
      throw new SQLException("the database does not answer");
    }
  }

  ApplySlices.Applied run(List<Owned<C>> batch) throws SQLException {
    Connection connection = session.connection();
    List<Entry.Candidate<C>> commands = new ArrayList<>();
    List<Entry.Refused<C>> refused = new ArrayList<>();
    for (Owned<C> owned : batch) {
      for (Entry<C> entry : owned.reading().entries()) {
        switch (entry) {
          case Entry.Candidate<C> candidate -> commands.add(candidate);
          case Entry.Refused<C> refusal -> refused.add(refusal);
        }
      }
    }
    List<Reply> replies = ApplySlices.apply(handler, connection, commands);
    Commit.of(connection);
    return ApplySlices.Applied.of(handler, commands, replies, refused, origins, List.of());
  }
}
