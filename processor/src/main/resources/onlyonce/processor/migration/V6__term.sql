-- Whoever changes the shard map acts under a term. Its number is stored by every server that it changes
-- something on, and only a higher one, or the same, may change something there afterwards.
CREATE TABLE engine.term (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  number   bigint NOT NULL
);
INSERT INTO engine.term (number) VALUES (0);
ALTER TABLE engine.term OWNER TO onlyonce_owner;
GRANT SELECT ON engine.term TO onlyonce_apply, onlyonce_audit;

-- The row stays locked until the caller's transaction ends: no other term enters in between.
CREATE FUNCTION engine.enter_term(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  stands bigint;
BEGIN
  SELECT number INTO STRICT stands FROM engine.term FOR UPDATE;
  IF stands > wanted THEN
    RAISE EXCEPTION 'term % was entered here after term %', stands, wanted USING ERRCODE = 'OO001';
  END IF;
  IF stands < wanted THEN
    UPDATE engine.term SET number = wanted;
  END IF;
END $$;
ALTER FUNCTION engine.enter_term(bigint) OWNER TO onlyonce_owner;
REVOKE ALL ON FUNCTION engine.enter_term(bigint) FROM PUBLIC;

-- Where each ledger partition stood when this server became its shard's primary by a failover. What an
-- abandoned primary has from there on it committed alone.
CREATE TABLE engine.fork (
  term             bigint NOT NULL,
  ledger_partition int    NOT NULL,
  next_offset      bigint NOT NULL,
  PRIMARY KEY (term, ledger_partition)
);
ALTER TABLE engine.fork OWNER TO onlyonce_owner;
GRANT SELECT ON engine.fork TO onlyonce_apply, onlyonce_audit;

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
