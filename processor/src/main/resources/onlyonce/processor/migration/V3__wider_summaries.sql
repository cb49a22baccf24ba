-- A summary for each megabyte of a day, not for each 16 pages: under load the requests for them filled
-- PostgreSQL's queue, and each one that found no room became three lines of the server's log. Days
-- that are there keep what they have.
DO $$
DECLARE
  definition text;
BEGIN
  FOR definition IN
    SELECT pg_get_functiondef(made.oid) FROM pg_proc made
    WHERE made.pronamespace = 'engine'::regnamespace AND made.proname IN ('add_ledger_partition', 'make_day')
  LOOP
    EXECUTE replace(definition, 'pages_per_range = 16', 'pages_per_range = 128');
  END LOOP;
END $$;
