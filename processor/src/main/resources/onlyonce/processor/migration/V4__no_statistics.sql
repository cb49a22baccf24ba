-- While ANALYZE samples a large table, seconds long, nobody's old row versions are removed: each update
-- of a balance beside it wades through more of them. What is only appended, and looked up by its keys,
-- needs no statistics.
DO $$
DECLARE
  never      text := 'SET (autovacuum_analyze_threshold = 2147483647, autovacuum_analyze_scale_factor = 100)';
  made       text := 'autosummarize = on)'', leaf);';
  definition text;
  leaf       text;
BEGIN
  FOR definition IN
    SELECT pg_get_functiondef(known.oid) FROM pg_proc known
    WHERE known.pronamespace = 'engine'::regnamespace AND known.proname IN ('add_ledger_partition', 'make_day')
  LOOP
    ASSERT position(made IN definition) > 0;
    EXECUTE replace(definition, made, made || format(' EXECUTE format(''ALTER TABLE engine.%%I %s'', leaf);', never));
  END LOOP;
  FOR leaf IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'engine'::regnamespace AND relkind = 'r' AND relname ~ '^processed_p[0-9]+_'
  LOOP
    EXECUTE format('ALTER TABLE engine.%I ', leaf) || never;
  END LOOP;
END $$;
