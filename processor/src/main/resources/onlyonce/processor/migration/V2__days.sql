-- Days come and go: tables for the ids of the coming days are made ahead, those below the floor are
-- dropped whole. Only the owner may; the processors call these functions.

-- A day's table of one ledger partition, with what the catch-all held of that day meanwhile.
CREATE FUNCTION engine.make_day(p int, day date) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  parent text := format('processed_p%s', p);
  other  text := format('processed_p%s_other', p);
  leaf   text := format('processed_p%s_%s', p, to_char(day, 'YYYYMMDD'));
  low    uuid := engine.lowest_id(day::timestamp AT TIME ZONE 'UTC');
  high   uuid := engine.lowest_id((day + 1)::timestamp AT TIME ZONE 'UTC');
BEGIN
  IF to_regclass(format('engine.%I', leaf)) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('LOCK TABLE engine.%I IN ACCESS EXCLUSIVE MODE', other);
  EXECUTE format('CREATE TABLE engine.%I (LIKE engine.processed INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', leaf);
  EXECUTE format('ALTER TABLE engine.%I DISABLE TRIGGER append_only', other);
  EXECUTE format(
    'WITH moved AS (DELETE FROM engine.%I WHERE id >= %L AND id < %L RETURNING *) INSERT INTO engine.%I SELECT * FROM moved',
    other, low, high, leaf);
  EXECUTE format('ALTER TABLE engine.%I ENABLE TRIGGER append_only', other);
  EXECUTE format('ALTER TABLE engine.%I ATTACH PARTITION engine.%I FOR VALUES FROM (%L) TO (%L)', parent, leaf, low, high);
  EXECUTE format('CREATE INDEX ON engine.%I USING brin (log_offset) WITH (pages_per_range = 16, autosummarize = on)', leaf);
  EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON engine.%I FOR EACH STATEMENT EXECUTE FUNCTION engine.refuse_change()', leaf);
  RETURN true;
END $$;

-- A day may go when no id in it can be looked up any more, and no outcome in it may be unpublished.
CREATE FUNCTION engine.drop_past_days(p int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  at        record;
  leaf      text;
  next_day  date;
  needed    boolean;
  dropped   int := 0;
BEGIN
  SELECT floor_ms, published_offset INTO at FROM engine.progress WHERE ledger_partition = p AND NOT frozen;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  FOR leaf IN
    SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
    WHERE inhparent = to_regclass(format('engine.processed_p%s', p)) AND c.relname ~ '_[0-9]{8}$'
    ORDER BY c.relname
  LOOP
    next_day := to_date(right(leaf, 8), 'YYYYMMDD') + 1;
    EXIT WHEN extract(epoch FROM next_day::timestamp AT TIME ZONE 'UTC') * 1000 > at.floor_ms;
    EXECUTE format('SELECT EXISTS (SELECT FROM engine.%I WHERE log_offset >= $1)', leaf)
      INTO needed USING at.published_offset;
    IF NOT needed THEN
      EXECUTE format('DROP TABLE engine.%I', leaf);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END $$;

-- What one ledger partition needs now and then: the coming days, one day out of the catch-all, and
-- nothing that is past. Ids further ahead than the coming days stay in the catch-all until then.
CREATE FUNCTION engine.keep_days(p int, today date, days_ahead int, OUT made int, OUT dropped int)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  day    date;
  oldest date;
BEGIN
  made := 0;
  FOR day IN SELECT today + n FROM generate_series(0, days_ahead) AS n LOOP
    made := made + engine.make_day(p, day)::int;
  END LOOP;
  EXECUTE format(
    'SELECT (to_timestamp((''x'' || left(replace(id::text, ''-'', ''''), 12))::bit(48)::bigint / 1000) AT TIME ZONE ''UTC'')::date'
    || ' FROM engine.%I ORDER BY id LIMIT 1', format('processed_p%s_other', p)) INTO oldest;
  IF oldest <= today + days_ahead THEN
    made := made + engine.make_day(p, oldest)::int;
  END IF;
  dropped := engine.drop_past_days(p);
END $$;

ALTER FUNCTION engine.make_day(int, date) OWNER TO onlyonce_owner;
ALTER FUNCTION engine.drop_past_days(int) OWNER TO onlyonce_owner;
ALTER FUNCTION engine.keep_days(int, date, int) OWNER TO onlyonce_owner;
ALTER FUNCTION engine.lowest_id(timestamptz) OWNER TO onlyonce_owner;
ALTER FUNCTION engine.refuse_change() OWNER TO onlyonce_owner;
REVOKE ALL ON FUNCTION engine.make_day(int, date), engine.drop_past_days(int), engine.keep_days(int, date, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION engine.keep_days(int, date, int) TO onlyonce_apply;
