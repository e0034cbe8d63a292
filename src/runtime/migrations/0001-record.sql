-- The record itself: every committed verb in a hash chain, what is still to be told, and answers already given.
CREATE TABLE app.chain (
  workspace_id uuid NOT NULL PRIMARY KEY,
  seq bigint NOT NULL,
  hash text NOT NULL
);
CREATE TABLE app.change (
  workspace_id uuid NOT NULL,
  seq bigint NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  effective_at timestamp with time zone NOT NULL,
  actor uuid,
  actor_name text NOT NULL,
  door text NOT NULL,
  request text NOT NULL,
  noun text NOT NULL,
  object_id uuid NOT NULL,
  object_key text NOT NULL,
  verb text NOT NULL,
  version bigint NOT NULL,
  before jsonb,
  after jsonb,
  why text,
  undoes bigint,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  CONSTRAINT change_pkey PRIMARY KEY (workspace_id, seq)
);
CREATE INDEX change_object_idx ON app.change (workspace_id, noun, object_id, seq);
CREATE INDEX change_request_idx ON app.change (workspace_id, request, seq);
CREATE INDEX change_recorded_idx ON app.change (workspace_id, noun, recorded_at);

CREATE TABLE app.outbox (
  workspace_id uuid NOT NULL,
  seq bigint NOT NULL,
  noun text NOT NULL,
  object_id uuid NOT NULL,
  verb text NOT NULL,
  CONSTRAINT outbox_pkey PRIMARY KEY (workspace_id, seq)
);
CREATE TABLE app.idempotency (
  workspace_id uuid NOT NULL,
  key text NOT NULL,
  actor uuid,
  fingerprint text NOT NULL,
  answer jsonb,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_pkey PRIMARY KEY (workspace_id, key)
);
CREATE TABLE app.counter (
  workspace_id uuid NOT NULL,
  noun text NOT NULL,
  last bigint NOT NULL,
  CONSTRAINT counter_pkey PRIMARY KEY (workspace_id, noun)
);

CREATE FUNCTION app.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The record is append-only: % of app.change is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON app.change FOR EACH ROW EXECUTE FUNCTION app.refuse_rewriting();
CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON app.change FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_rewriting();

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['chain', 'change', 'outbox', 'idempotency', 'counter'] LOOP
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE app.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY workspace ON app.%I USING (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid) WITH CHECK (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid)', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON app.change TO throughline_app;
GRANT SELECT, INSERT, UPDATE ON app.chain, app.counter TO throughline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.idempotency, app.outbox TO throughline_app;
