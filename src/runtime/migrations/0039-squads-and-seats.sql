ALTER TABLE app.capacity_plan ADD COLUMN skills jsonb;
ALTER TABLE app.capacity_plan ADD COLUMN holidays double precision;
ALTER TABLE app.capacity_plan ADD COLUMN away jsonb;
ALTER TABLE app.initiative ADD COLUMN skills jsonb;
ALTER TABLE app.scenario ADD COLUMN people jsonb;
CREATE TABLE app.seat (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  team text NOT NULL,
  skill text,
  share double precision,
  starts_on date NOT NULL,
  need text,
  counted_from text,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.seat ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.seat FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.seat USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.seat TO throughline_app;
ALTER TABLE app.seat ADD CONSTRAINT seat_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.seat ADD CONSTRAINT seat_key_key UNIQUE (workspace_id, key);
CREATE UNIQUE INDEX seat_source_idx ON app.seat USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX seat_changed_idx ON app.seat USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX seat_title_idx ON app.seat USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX seat_starts_on_idx ON app.seat USING btree (workspace_id, starts_on, id) WHERE (archived_at IS NULL);
