-- The ledger's tables. Each is list-partitioned by ledger partition, so that moving a ledger partition
-- is copy and attach, aborting a move is drop, and forgetting is its own affair.
--
-- Roles are shared by the whole server and by other schemas' migrations, which may run at this moment:
-- whoever comes second finds the role there.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES ('${owner}', 'NOLOGIN'), ('${apply}', 'LOGIN'), ('${audit}', 'LOGIN')) AS role (name, login)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.login);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
    IF NOT pg_has_role(current_user, '${owner}', 'SET') THEN
        BEGIN
            EXECUTE format('GRANT %I TO CURRENT_USER', '${owner}');
        EXCEPTION WHEN unique_violation THEN
            NULL;
        END;
    END IF;
END
$$;

CREATE TABLE ledger.account (
    ledger_partition int     NOT NULL,
    account          text    NOT NULL COLLATE "C",
    currency         text    NOT NULL COLLATE "C",
    posted_minor     bigint  NOT NULL,
    held_minor       bigint  NOT NULL CONSTRAINT held_is_not_negative CHECK (held_minor >= 0),
    may_go_negative  boolean NOT NULL,
    closed           boolean NOT NULL,
    version          bigint  NOT NULL,
    PRIMARY KEY (ledger_partition, account)
) PARTITION BY LIST (ledger_partition);

COMMENT ON TABLE ledger.account IS
    'Balances in minor units. Available = posted - held. version = log offset + 1 of the last command that changed the row.';

-- No unique key: a command that is applied twice must be seen to be applied twice. posting_id orders
-- what one server wrote; ids of a moved ledger partition keep their values beside those of their new server.
CREATE TABLE ledger.posting (
    ledger_partition int    NOT NULL,
    posting_id       bigint GENERATED ALWAYS AS IDENTITY (CACHE 1000),
    log_offset       bigint NOT NULL,
    command_id       uuid   NOT NULL,
    transfer_id      uuid   NOT NULL,
    kind             text   NOT NULL COLLATE "C" CONSTRAINT kind_is_known CHECK (kind IN ('Open', 'Post', 'Credit', 'Settle')),
    account          text   NOT NULL COLLATE "C",
    currency         text   NOT NULL COLLATE "C",
    amount_minor     bigint NOT NULL CONSTRAINT money_moves CHECK (amount_minor <> 0)
) PARTITION BY LIST (ledger_partition);

COMMENT ON TABLE ledger.posting IS
    'The books, append-only. amount_minor is signed; the postings of one command sum to zero. transfer_id of Open and Post is the command''s own id.';

CREATE TABLE ledger.hold (
    ledger_partition int    NOT NULL,
    transfer_id      uuid   NOT NULL,
    account          text   NOT NULL COLLATE "C",
    currency         text   COLLATE "C",
    amount_minor     bigint CONSTRAINT amount_is_positive CHECK (amount_minor > 0),
    state            text   NOT NULL COLLATE "C" CONSTRAINT state_is_known CHECK (state IN ('held', 'settled', 'released', 'tombstone')),
    version          bigint NOT NULL,
    PRIMARY KEY (ledger_partition, transfer_id),
    CONSTRAINT only_a_tombstone_has_no_money
        CHECK ((state = 'tombstone') = (currency IS NULL) AND (state = 'tombstone') = (amount_minor IS NULL))
) PARTITION BY LIST (ledger_partition);

COMMENT ON TABLE ledger.hold IS
    'One row per transfer that reserved money here, or was released before it could. Never deleted: it is the dedup of Settle and Release.';

-- Grants keep the processors from rewriting history; these triggers keep everybody from doing it by
-- accident, superusers included. None fires on INSERT, so the way in costs nothing.
CREATE FUNCTION ledger.refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'ledger.% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Correct the books with a new command; only the owner drops whole tables.';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger.posting
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_rewriting();
CREATE TRIGGER append_only BEFORE DELETE ON ledger.account
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_rewriting();
CREATE TRIGGER append_only BEFORE DELETE ON ledger.hold
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_rewriting();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger.posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_rewriting();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger.account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_rewriting();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger.hold
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_rewriting();

-- Grants of one table, for a parent and for each of its partitions.
CREATE FUNCTION ledger.grant_table(kind text, name text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('GRANT SELECT, INSERT ON ledger.%I TO ${apply}', name);
    EXECUTE format('GRANT SELECT ON ledger.%I TO ${audit}', name);
    IF kind = 'account' THEN
        EXECUTE format('GRANT UPDATE (posted_minor, held_minor, closed, version) ON ledger.%I TO ${apply}', name);
    ELSIF kind = 'hold' THEN
        EXECUTE format('GRANT UPDATE (state, version) ON ledger.%I TO ${apply}', name);
    END IF;
END
$$;

-- Makes one ledger partition's tables, unless they are there. A new table is attached rather than
-- created in place, so that processors of other ledger partitions go on meanwhile. Balances and hold
-- states change often: free room in each page lets PostgreSQL update without touching an index.
CREATE FUNCTION ledger.create_partition(number int) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wanted record;
    leaf   text;
BEGIN
    IF number < 0 THEN
        RAISE EXCEPTION 'a ledger partition is not negative but is %', number USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('onlyonce.ledger.create_partition', 0));
    FOR wanted IN SELECT * FROM (VALUES ('account', 60), ('posting', 100), ('hold', 80)) AS parent (name, fill) LOOP
        leaf := wanted.name || '_p' || number;
        CONTINUE WHEN to_regclass(format('ledger.%I', leaf)) IS NOT NULL;
        EXECUTE format(
            'CREATE TABLE ledger.%I (LIKE ledger.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE) WITH (fillfactor = %s)',
            leaf, wanted.name, wanted.fill);
        EXECUTE format('ALTER TABLE ledger.%I ATTACH PARTITION ledger.%I FOR VALUES IN (%s)', wanted.name, leaf, number);
        EXECUTE format(
            'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger.%I FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_rewriting()',
            leaf);
        PERFORM ledger.grant_table(wanted.name, leaf);
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION ledger.create_partition(int) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.grant_table(text, text) FROM PUBLIC;

GRANT USAGE, CREATE ON SCHEMA ledger TO ${owner};
GRANT USAGE ON SCHEMA ledger TO ${apply}, ${audit};
SELECT ledger.grant_table(name, name) FROM (VALUES ('account'), ('posting'), ('hold')) AS parent (name);

ALTER TABLE ledger.account OWNER TO ${owner};
ALTER TABLE ledger.posting OWNER TO ${owner};
ALTER TABLE ledger.hold OWNER TO ${owner};
ALTER FUNCTION ledger.refuse_rewriting() OWNER TO ${owner};
ALTER FUNCTION ledger.grant_table(text, text) OWNER TO ${owner};
ALTER FUNCTION ledger.create_partition(int) OWNER TO ${owner};
