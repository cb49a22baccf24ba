package onlyonce.chaos.plan;

import java.util.Optional;
import onlyonce.chaos.fault.Owners;
import onlyonce.chaos.fault.ResetSockets;
import onlyonce.localcluster.Replication;

/** What the surroundings must have for a kind of fault. */
enum Need {
  NOTHING {
    @Override
    Optional<String> missing(Scene scene) {
      return Optional.empty();
    }
  },

  SYNC_STANDBYS {
    @Override
    Optional<String> missing(Scene scene) {
      Replication replication = scene.surroundings().cluster().status().replication();
      return scene.hasStandbys() && replication.mode() == Replication.Mode.SYNC
          ? Optional.empty()
          : Optional.of("no shard has standbys that commits wait for");
    }
  },

  NO_STANDBYS {
    @Override
    Optional<String> missing(Scene scene) {
      return scene.hasStandbys() ? Optional.of("a standby would take its place") : Optional.empty();
    }
  },

  DEDUP {
    @Override
    Optional<String> missing(Scene scene) {
      return scene.surroundings().owners() == Owners.GROUP
          ? Optional.of("these semantics apply again whatever comes again")
          : Optional.empty();
    }
  },

  NAMESPACES {
    @Override
    Optional<String> missing(Scene scene) {
      return scene.surroundings().cluster().hasNamespaces()
          ? Optional.empty()
          : Optional.of("the nodes have no network of their own: --network namespaces, as root");
    }
  },

  SOCKET_RESETS {
    @Override
    Optional<String> missing(Scene scene) {
      return ResetSockets.hindrance();
    }
  };

  /** Says what is missing; empty when nothing is. */
  abstract Optional<String> missing(Scene scene);
}
