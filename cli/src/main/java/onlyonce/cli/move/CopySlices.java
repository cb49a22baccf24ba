package onlyonce.cli.move;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import onlyonce.postgrescopy.TableSlice;

/** Copies rows from shard to shard, and believes that they arrived only when it has looked. */
final class CopySlices {
  private CopySlices() {}

  /**
   * @return how many rows
   * @throws IllegalStateException when the target has other rows than the source
   */
  static long run(List<TableSlice> slices, Connection source, Connection target)
      throws SQLException {
    long rows = 0;
    for (TableSlice slice : slices) {
      rows += slice.copy(source, target);
      verify(slice, source, target);
    }
    return rows;
  }

  private static void verify(TableSlice slice, Connection source, Connection target)
      throws SQLException {
    TableSlice.Fingerprint wanted = slice.fingerprint(source);
    TableSlice.Fingerprint found = slice.fingerprint(target);
    if (!found.equals(wanted)) {
      throw new IllegalStateException(
          "the copy of %s where %s has %s, but the source has %s; nothing was moved"
              .formatted(slice.table(), slice.condition(), found, wanted));
    }
  }
}
