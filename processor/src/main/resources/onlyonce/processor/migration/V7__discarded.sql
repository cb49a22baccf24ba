-- What abandoned primaries had committed alone, as it was counted before their data were replaced.
CREATE TABLE engine.discarded (
  server       text        NOT NULL,
  discarded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  alone        bigint      NOT NULL,
  reapplied    bigint      NOT NULL,
  differing    bigint      NOT NULL,
  pending      bigint      NOT NULL,
  PRIMARY KEY (server, discarded_at)
);
ALTER TABLE engine.discarded OWNER TO onlyonce_owner;
GRANT SELECT ON engine.discarded TO onlyonce_apply, onlyonce_audit;
