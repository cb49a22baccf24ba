package onlyonce.cli.lab.conflicts;

import java.sql.SQLException;
import java.util.List;

/** A client that reads and writes at one site and waits for no other. */
final class SiteClient implements AutoCloseable {
  private final Group group;
  private final String site;
  private final SiteStore store;

  SiteClient(Group group, String site) throws SQLException {
    this.group = group;
    this.site = site;
    this.store = SiteStore.open(group.database(site));
  }

  /**
   * What a client reads.
   *
   * @param values several when it has to resolve a conflict
   * @param context to be given back with what is written in this knowledge
   */
  record Reading(List<String> values, VersionVector context) {
    Reading {
      values = List.copyOf(values);
    }

    boolean isConflict() {
      return values.size() > 1;
    }
  }

  Reading read(String key) throws SQLException {
    Siblings kept = store.kept(key);
    return new Reading(
        group.policy().show(kept).stream().map(Version::value).toList(), kept.context());
  }

  /**
   * Writes; acknowledged when it returns.
   *
   * @param context of the reading or writing on which this one builds
   * @return the context of who has written this
   */
  VersionVector write(String key, String value, VersionVector context) throws SQLException {
    Version version =
        store.write(
            group.policy(),
            site,
            new SiteStore.Draft(key, value, context, group.clock(site).instant().toEpochMilli()));
    group.written(site).incrementAndGet();
    return context.with(version.dot());
  }

  @Override
  public void close() throws SQLException {
    store.close();
  }
}
