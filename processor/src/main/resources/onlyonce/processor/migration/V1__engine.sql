-- The engine's own tables: how far each ledger partition has come, who owns it, which ids were
-- judged, and which records were refused. No money here.

-- Roles are the server's: other databases' and schemas' migrations may make them at this moment.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN VALUES ('onlyonce_owner', 'NOLOGIN'), ('onlyonce_apply', 'LOGIN'), ('onlyonce_audit', 'LOGIN') LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.column1) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I %s', wanted.column1, wanted.column2);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- Another migration was first.
      END;
    END IF;
  END LOOP;
  IF NOT pg_has_role(current_user, 'onlyonce_owner', 'SET') THEN
    BEGIN
      EXECUTE 'GRANT onlyonce_owner TO CURRENT_USER';
    EXCEPTION WHEN unique_violation THEN
      NULL;
    END;
  END IF;
END $$;

CREATE TABLE engine.progress (
  ledger_partition int PRIMARY KEY,
  next_offset      bigint NOT NULL DEFAULT 0,
  published_offset bigint NOT NULL DEFAULT 0,
  log_time_ms      bigint NOT NULL DEFAULT 0,
  floor_ms         bigint NOT NULL DEFAULT 0,
  window_ms        bigint NOT NULL DEFAULT 86400000,
  rules_version    int    NOT NULL DEFAULT 1,
  owner            uuid,
  owner_session    text,
  frozen           boolean NOT NULL DEFAULT false,
  map_epoch        bigint NOT NULL DEFAULT 1,
  CHECK (published_offset <= next_offset)
) WITH (fillfactor = 50);
COMMENT ON COLUMN engine.progress.owner IS 'random token of the processor that may commit for this partition';
COMMENT ON COLUMN engine.progress.owner_session IS 'application_name of the owner''s sessions';
COMMENT ON COLUMN engine.progress.published_offset IS 'outcomes below it were acknowledged by Kafka';

CREATE TABLE engine.processed (
  ledger_partition int    NOT NULL,
  id               uuid   NOT NULL,
  payload_hash     bytea  NOT NULL,
  log_offset       bigint NOT NULL,
  topic            text   NOT NULL,
  key              uuid   NOT NULL,
  outcome          bytea  NOT NULL,
  PRIMARY KEY (ledger_partition, id)
) PARTITION BY LIST (ledger_partition);

CREATE TABLE engine.refused (
  ledger_partition int    NOT NULL,
  log_offset       bigint NOT NULL,
  id               uuid,
  reason           text   NOT NULL,
  detail           text   NOT NULL,
  PRIMARY KEY (ledger_partition, log_offset)
) PARTITION BY LIST (ledger_partition);

CREATE FUNCTION engine.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engine.processed
  FOR EACH ROW EXECUTE FUNCTION engine.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engine.refused
  FOR EACH ROW EXECUTE FUNCTION engine.refuse_change();

-- The lowest UUIDv7 of a moment: ids are range-partitioned by the time inside them.
CREATE FUNCTION engine.lowest_id(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;

-- The tables of one ledger partition. Ids outside the made days go to the catch-all.
CREATE FUNCTION engine.add_ledger_partition(p int, first_day date, days int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  leaf text;
  leaves text[];
  day date;
BEGIN
  IF p < 0 THEN
    RAISE EXCEPTION 'a ledger partition is not negative but is %', p;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('onlyonce.engine.add_ledger_partition', 0));
  IF EXISTS (SELECT FROM engine.progress WHERE ledger_partition = p) THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE engine.processed_p%s PARTITION OF engine.processed FOR VALUES IN (%s) PARTITION BY RANGE (id)', p, p);
  EXECUTE format('CREATE TABLE engine.processed_p%s_other PARTITION OF engine.processed_p%s DEFAULT', p, p);
  leaves := ARRAY[format('processed_p%s_other', p)];
  FOR day IN SELECT first_day + n FROM generate_series(0, days - 1) AS n LOOP
    leaf := format('processed_p%s_%s', p, to_char(day, 'YYYYMMDD'));
    EXECUTE format('CREATE TABLE engine.%I PARTITION OF engine.processed_p%s FOR VALUES FROM (%L) TO (%L)',
      leaf, p, engine.lowest_id(day::timestamp AT TIME ZONE 'UTC'), engine.lowest_id((day + 1)::timestamp AT TIME ZONE 'UTC'));
    leaves := leaves || leaf;
  END LOOP;
  FOREACH leaf IN ARRAY leaves LOOP
    -- Rows come in log order, so a block range index finds what must be published again.
    EXECUTE format('CREATE INDEX ON engine.%I USING brin (log_offset) WITH (pages_per_range = 16, autosummarize = on)', leaf);
  END LOOP;
  EXECUTE format('CREATE TABLE engine.refused_p%s PARTITION OF engine.refused FOR VALUES IN (%s)', p, p);
  leaves := leaves || format('refused_p%s', p);
  FOREACH leaf IN ARRAY leaves LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON engine.%I FOR EACH STATEMENT EXECUTE FUNCTION engine.refuse_change()', leaf);
    EXECUTE format('ALTER TABLE engine.%I OWNER TO onlyonce_owner', leaf);
  END LOOP;
  EXECUTE format('ALTER TABLE engine.processed_p%s OWNER TO onlyonce_owner', p);
  INSERT INTO engine.progress (ledger_partition) VALUES (p);
END $$;

ALTER SCHEMA engine OWNER TO onlyonce_owner;
ALTER TABLE engine.progress OWNER TO onlyonce_owner;
ALTER TABLE engine.processed OWNER TO onlyonce_owner;
ALTER TABLE engine.refused OWNER TO onlyonce_owner;

GRANT USAGE ON SCHEMA engine TO onlyonce_apply, onlyonce_audit;
GRANT SELECT ON engine.progress, engine.processed, engine.refused TO onlyonce_apply, onlyonce_audit;
-- Freezing a partition and moving it on in the map's epochs is not a processor's affair.
GRANT UPDATE (next_offset, published_offset, log_time_ms, floor_ms, window_ms, rules_version, owner, owner_session)
  ON engine.progress TO onlyonce_apply;
GRANT INSERT ON engine.processed, engine.refused TO onlyonce_apply;
