package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.Optional;

/**
 * One step of a move, or of taking one back. Whoever stops after any of them, or in it, leaves what
 * a successor can tell from the map and the databases.
 */
sealed interface Step
    permits PrepareTarget,
        CopyAhead,
        AnnounceMove,
        FreezeSource,
        AwaitFreeze,
        CopyRest,
        AwaitCopy,
        CommitMove,
        AwaitFirstCommit,
        DropTarget,
        UnfreezeSource,
        AwaitUnfreeze,
        PublishAbort {

  /** For people, such as {@code copying ahead}. */
  String doing();

  /**
   * Does it.
   *
   * @return what comes next; nothing after the last one
   * @throws SQLException when a shard fails: nobody knows how far it came
   * @throws onlyonce.messages.DeposedException when another term was claimed
   * @throws IllegalStateException when Kafka does not answer, or something is not as it must be
   */
  Optional<Step> run(Site site) throws SQLException, InterruptedException;
}
