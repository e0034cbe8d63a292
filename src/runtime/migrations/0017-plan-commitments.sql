CREATE TABLE app.baseline (
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
  period text NOT NULL,
  amends uuid,
  note text,
  items jsonb,
  committed_at timestamp with time zone,
  lesson text,
  closed_on date,
  state text NOT NULL
);
ALTER TABLE app.baseline ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.baseline FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.baseline USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.baseline TO throughline_app;
CREATE TABLE app.cycle (
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
  period text NOT NULL,
  committed bigint,
  met bigint,
  started_on date,
  closed_on date,
  went text,
  change text,
  actions jsonb,
  state text NOT NULL
);
ALTER TABLE app.cycle ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.cycle FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.cycle USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.cycle TO throughline_app;
ALTER TABLE app.initiative ADD COLUMN declined_for text;
ALTER TABLE app.initiative ADD COLUMN last_sponsor text;
ALTER TABLE app.initiative ADD COLUMN last_decision uuid;
ALTER TABLE app.initiative ADD COLUMN shipped_on date;
ALTER TABLE app.key_result ADD COLUMN dimension text;
ALTER TABLE app.key_result ADD COLUMN reading double precision;
ALTER TABLE app.key_result ADD COLUMN cause text;
ALTER TABLE app.key_result ADD COLUMN next_step text;
ALTER TABLE app.key_result ADD COLUMN next_by date;
ALTER TABLE app.key_result ADD COLUMN earlier jsonb;
ALTER TABLE app.scenario ADD COLUMN prices jsonb;
CREATE TABLE app.score_input (
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
  initiative uuid NOT NULL,
  name text NOT NULL,
  value double precision NOT NULL,
  low double precision,
  high double precision,
  origin text NOT NULL,
  metric text,
  part text,
  as_of date NOT NULL,
  note text
);
ALTER TABLE app.score_input ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.score_input FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.score_input USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.score_input TO throughline_app;
ALTER TABLE app.baseline ADD CONSTRAINT baseline_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.baseline ADD CONSTRAINT baseline_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.cycle ADD CONSTRAINT cycle_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.cycle ADD CONSTRAINT cycle_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.score_input ADD CONSTRAINT score_input_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.score_input ADD CONSTRAINT score_input_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.baseline ADD CONSTRAINT baseline_amends_fkey FOREIGN KEY (workspace_id, amends) REFERENCES app.baseline(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.initiative ADD CONSTRAINT initiative_last_decision_fkey FOREIGN KEY (workspace_id, last_decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.score_input ADD CONSTRAINT score_input_initiative_fkey FOREIGN KEY (workspace_id, initiative) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX baseline_source_idx ON app.baseline USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX baseline_changed_idx ON app.baseline USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX baseline_title_idx ON app.baseline USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX baseline_closed_on_idx ON app.baseline USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX cycle_source_idx ON app.cycle USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX cycle_changed_idx ON app.cycle USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX cycle_title_idx ON app.cycle USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX cycle_started_on_idx ON app.cycle USING btree (workspace_id, started_on, id) WHERE (archived_at IS NULL);
CREATE INDEX cycle_closed_on_idx ON app.cycle USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE INDEX initiative_shipped_on_idx ON app.initiative USING btree (workspace_id, shipped_on, id) WHERE (archived_at IS NULL);
CREATE INDEX key_result_next_by_idx ON app.key_result USING btree (workspace_id, next_by, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_input_source_idx ON app.score_input USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX score_input_changed_idx ON app.score_input USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX score_input_as_of_idx ON app.score_input USING btree (workspace_id, as_of, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_input_initiative_name_unique ON app.score_input USING btree (workspace_id, initiative, name) WHERE (archived_at IS NULL);
