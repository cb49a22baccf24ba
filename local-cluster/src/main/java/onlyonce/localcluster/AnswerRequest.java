package onlyonce.localcluster;

import onlyonce.localcluster.process.LocalClusterException;

/** What a request over a socket asks of a cluster, done. */
final class AnswerRequest {
  private AnswerRequest() {}

  static Wire.Reply by(Cluster cluster, Wire.Request request) {
    return switch (request) {
      case Wire.Status _ -> new Wire.StatusIs(cluster.status());
      case Wire.Kill kill -> new Wire.Effect(cluster.kill(kill.node()));
      case Wire.Pause pause -> new Wire.Effect(cluster.pause(pause.node()));
      case Wire.Resume resume -> new Wire.Effect(cluster.resume(resume.node()));
      case Wire.Stop stop -> new Wire.Effect(cluster.stop(stop.node()));
      case Wire.Restart restart -> new Wire.Restarted(cluster.restart(restart.nodes()));
      case Wire.StartRole start -> new Wire.Effect(cluster.startRole(start.role()));
      case Wire.Promote promote -> new Wire.Effect(cluster.promote(promote.standby()));
      case Wire.Detach detach -> new Wire.Effect(cluster.detach(detach.standby()));
      case Wire.Follow follow ->
          new Wire.Effect(cluster.follow(follow.standby(), follow.primary()));
      case Wire.Rejoin rejoin -> new Wire.Effect(cluster.rejoin(rejoin.node(), rejoin.primary()));
      case Wire.Cut cut -> new Wire.OnNetwork(cluster.cut(cut.cut()));
      case Wire.Heal heal -> new Wire.OnNetwork(cluster.heal(heal.cut()));
      case Wire.AddShard add -> new Wire.Created(cluster.addShard(add.shard()));
      case Wire.CreateDatabase create ->
          new Wire.Created(cluster.createDatabase(create.shard(), create.database()));
      case Wire.DropDatabase drop -> {
        cluster.dropDatabase(drop.shard(), drop.database());
        yield new Wire.Done();
      }
      case Wire.Under(long number, Wire.Request inner) -> by(cluster.under(number), inner);
      case Wire.AwaitReady _, Wire.Down _ ->
          throw new LocalClusterException(
              "this cluster belongs to a process that ends it by itself, and is up as long as that");
    };
  }

  static Wire.Failed failed(RuntimeException e) {
    Throwable cause = e.getCause() instanceof LocalClusterException inner ? inner : e;
    String message = cause instanceof LocalClusterException ? cause.getMessage() : null;
    return new Wire.Failed(message == null ? cause.toString() : message);
  }
}
