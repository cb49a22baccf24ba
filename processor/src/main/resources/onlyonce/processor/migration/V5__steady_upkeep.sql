-- What a vacuum daemon does once a minute for all that was appended meanwhile takes seconds of a core at a
-- stroke, and commits beside it wait. So a processor summarizes the ids of its partitions itself, every
-- second and while their pages are still in memory; and nothing is left for a vacuum to do there: tables of
-- ids are only appended to, looked up by their keys, and dropped whole while they are young.
DO $$
DECLARE
  known      text := 'autovacuum_analyze_scale_factor = 100';
  quiet      text := 'autovacuum_vacuum_insert_threshold = -1';
  definition text;
  day        record;
BEGIN
  FOR definition IN
    SELECT pg_get_functiondef(made.oid) FROM pg_proc made
    WHERE made.pronamespace = 'engine'::regnamespace AND made.proname IN ('add_ledger_partition', 'make_day')
  LOOP
    ASSERT position(known IN definition) > 0 AND position('autosummarize = on' IN definition) > 0;
    EXECUTE replace(replace(definition, known, known || ', ' || quiet), 'autosummarize = on', 'autosummarize = off');
  END LOOP;
  FOR day IN
    SELECT leaf.oid::regclass AS leaf, summary.oid::regclass AS summary
    FROM pg_class leaf
    JOIN pg_index ON indrelid = leaf.oid
    JOIN pg_class summary ON summary.oid = indexrelid
    JOIN pg_am method ON method.oid = summary.relam AND method.amname = 'brin'
    WHERE leaf.relnamespace = 'engine'::regnamespace AND leaf.relname ~ '^processed_p[0-9]+_'
  LOOP
    EXECUTE format('ALTER TABLE %s SET (%s)', day.leaf, quiet);
    EXECUTE format('ALTER INDEX %s SET (autosummarize = off)', day.summary);
  END LOOP;
END $$;

-- Summarizes the latest ranges of one ledger partition's ids, back to one that is summarized already. The
-- last range is left alone: rows that still come into it would each change its summary.
CREATE FUNCTION engine.summarize(p int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  most  int := 256;
  done  int := 0;
  day   record;
  block bigint;
BEGIN
  FOR day IN
    SELECT summary.oid::regclass AS summary,
           pg_relation_size(leaf.oid) / current_setting('block_size')::int AS blocks,
           (SELECT option_value::int FROM pg_options_to_table(summary.reloptions)
            WHERE option_name = 'pages_per_range') AS pages
    FROM pg_inherits
    JOIN pg_class leaf ON leaf.oid = inhrelid
    JOIN pg_index ON indrelid = leaf.oid
    JOIN pg_class summary ON summary.oid = indexrelid
    JOIN pg_am method ON method.oid = summary.relam AND method.amname = 'brin'
    WHERE inhparent = to_regclass(format('engine.processed_p%s', p))
  LOOP
    block := (day.blocks / day.pages - 2) * day.pages;
    WHILE block >= 0 AND done < most LOOP
      EXIT WHEN brin_summarize_range(day.summary, block) = 0;
      done := done + 1;
      block := block - day.pages;
    END LOOP;
  END LOOP;
  RETURN done;
END $$;
ALTER FUNCTION engine.summarize(int) OWNER TO onlyonce_owner;
REVOKE ALL ON FUNCTION engine.summarize(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION engine.summarize(int) TO onlyonce_apply;

-- Without statistics the planner takes all of a ledger partition's rows for few, and reads them by the key
-- rather than by offset. Where a ledger partition's own table is asked there is no key to read by.
DO $$
DECLARE
  owned      text := 'EXECUTE format(''ALTER TABLE engine.processed_p%s OWNER TO onlyonce_owner'', p);';
  granted    text := 'EXECUTE format(''GRANT SELECT ON engine.processed_p%s TO onlyonce_apply, onlyonce_audit'', p);';
  definition text := pg_get_functiondef('engine.add_ledger_partition(int, date, int)'::regprocedure);
  place      record;
BEGIN
  ASSERT position(owned IN definition) > 0;
  EXECUTE replace(definition, owned, owned || ' ' || granted);
  FOR place IN SELECT ledger_partition AS p FROM engine.progress LOOP
    EXECUTE format('GRANT SELECT ON engine.processed_p%s TO onlyonce_apply, onlyonce_audit', place.p);
  END LOOP;
END $$;

-- A vacuum that could cut a table's end off locks everybody out of it for a moment. A progress row is
-- written with every commit, and its table never gets shorter.
ALTER TABLE engine.progress SET (vacuum_truncate = off);
