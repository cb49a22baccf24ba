package onlyonce.localcluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How each shard is replicated by PostgreSQL's streaming replication.
 *
 * @param standbys how many servers follow the primary
 * @param mode whether a commit waits for standbys
 * @param writeQuorum Vw: so many servers have a commit when it is acknowledged
 * @param readQuorum Vr: so many servers a quorum read asks
 */
public record Replication(int standbys, Mode mode, int writeQuorum, int readQuorum) {

  /** Whether commits wait. */
  public enum Mode {
    /** They don't: a failover may lose the last ones, and the log brings them again. */
    ASYNC,
    /** Until {@code writeQuorum - 1} standbys have applied them ({@code remote_apply}). */
    SYNC;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Replication {
    var _ = new Quorums(standbys + 1, writeQuorum, readQuorum);
    if (mode == Mode.ASYNC && writeQuorum != 1) {
      throw new IllegalArgumentException(
          "async commits wait for nobody: the write quorum is 1, not " + writeQuorum);
    }
  }

  /** How the data in a home were replicated last; {@link #none} for a home without any. */
  public static Replication keptIn(Path home) {
    return ClusterIdentity.before(new ClusterHome(home.toAbsolutePath().normalize())).replication();
  }

  /** One server a shard. */
  public static Replication none() {
    return async(0);
  }

  /** Commits wait for nobody; a read finds the last one by asking everybody. */
  public static Replication async(int standbys) {
    return new Replication(standbys, Mode.ASYNC, 1, standbys + 1);
  }

  public static Replication sync(Quorums quorums) {
    return new Replication(quorums.replicas() - 1, Mode.SYNC, quorums.write(), quorums.read());
  }

  public Quorums quorums() {
    return new Quorums(standbys + 1, writeQuorum, readQuorum);
  }

  /** For how many standbys a commit waits. */
  public int waitsFor() {
    return writeQuorum - 1;
  }

  /**
   * What may be relied on, in a word: {@code single}, {@code async}, {@code quorum} or {@code
   * unsafe}.
   */
  @JsonProperty(value = "label", access = JsonProperty.Access.READ_ONLY)
  public String label() {
    if (standbys == 0) {
      return "single";
    }
    if (mode == Mode.ASYNC) {
      return "async";
    }
    return quorums().intersect() ? "quorum" : "unsafe";
  }

  /** For people: mode, label and quorums. */
  public String inWords() {
    return "%s (%s), V = %d, Vw = %d, Vr = %d"
        .formatted(mode.label(), label(), standbys + 1, writeQuorum, readQuorum);
  }

  /**
   * PostgreSQL's {@code synchronous_standby_names} on a server.
   *
   * @param others the shard's other servers
   */
  String synchronousStandbys(Collection<String> others) {
    if (waitsFor() == 0) {
      return "";
    }
    return others.stream()
        .map(name -> "\"" + name + "\"")
        .collect(Collectors.joining(", ", "ANY " + waitsFor() + " (", ")"));
  }
}
