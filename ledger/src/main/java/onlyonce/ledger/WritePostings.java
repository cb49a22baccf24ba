package onlyonce.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import onlyonce.postgrescopy.BinaryCopy;
import org.jspecify.annotations.Nullable;

/**
 * Postings on their way into the books, by one COPY that begins with the first of them. Meanwhile
 * the connection can do nothing else.
 */
final class WritePostings implements AutoCloseable {
  private static final String SQL =
      """
      COPY ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind, account,
          currency, amount_minor)
      FROM STDIN (FORMAT binary)
      """;

  private final Connection tx;
  private @Nullable BinaryCopy copy;
  private long rows;

  WritePostings(Connection tx) {
    this.tx = tx;
  }

  void write(LedgerEntry entry, Posting posting) throws SQLException {
    BinaryCopy out = copy;
    if (out == null) {
      out = BinaryCopy.begin(tx, SQL);
      copy = out;
    }
    out.row(8)
        .int4(entry.partition())
        .int8(entry.offset())
        .uuid(entry.id())
        .uuid(entry.transferId())
        .text(posting.kind().label())
        .text(posting.account().value())
        .text(posting.currency().value())
        .int8(posting.amountMinor());
    rows++;
  }

  /** All are written. */
  void end() throws SQLException {
    if (copy != null) {
      long written = copy.end();
      if (written != rows) {
        throw new SQLException("wrote %d of %d postings".formatted(written, rows));
      }
    }
  }

  /** Without {@link #end} nothing was written, and the transaction can only be rolled back. */
  @Override
  public void close() throws SQLException {
    if (copy != null) {
      copy.close();
    }
  }
}
