-- While ANALYZE samples a large table, seconds long, nobody's old row versions are removed: each update
-- of a balance beside it wades through more of them. Postings are only appended and holds looked up by
-- their key: they need no statistics.
CREATE FUNCTION ledger.never_analyze(leaf text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        'ALTER TABLE ledger.%I SET (autovacuum_analyze_threshold = 2147483647, autovacuum_analyze_scale_factor = 100)', leaf);
END
$$;
REVOKE ALL ON FUNCTION ledger.never_analyze(text) FROM PUBLIC;
ALTER FUNCTION ledger.never_analyze(text) OWNER TO ${owner};

DO $$
DECLARE
    granted    text := 'PERFORM ledger.grant_table(wanted.name, leaf);';
    definition text := pg_get_functiondef('ledger.create_partition(int)'::regprocedure);
    leaf       text;
BEGIN
    ASSERT position(granted IN definition) > 0;
    EXECUTE replace(
        definition, granted, granted || ' IF wanted.name <> ''account'' THEN PERFORM ledger.never_analyze(leaf); END IF;');
    FOR leaf IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND relname ~ '^(posting|hold)_p[0-9]+$'
    LOOP
        PERFORM ledger.never_analyze(leaf);
    END LOOP;
END
$$;
