ALTER TABLE app.metric_target ADD COLUMN baseline_n bigint;
ALTER TABLE app.metric_target ADD COLUMN baseline_version bigint;
ALTER TABLE app.metric_target ADD COLUMN floor double precision;
ALTER TABLE app.metric_target ADD COLUMN path text;
ALTER TABLE app.metric_target ADD COLUMN steps jsonb;
ALTER TABLE app.metric_target ADD COLUMN first_target double precision;
ALTER TABLE app.metric_target ADD COLUMN first_by date;
ALTER TABLE app.metric_target ADD COLUMN revised_for text;
CREATE TABLE app.process_change (
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
  name text NOT NULL,
  metrics text[] NOT NULL,
  "on" date NOT NULL,
  cause text NOT NULL,
  evidence text,
  link text,
  owner uuid,
  state text NOT NULL,
  withdrawn_for text
);
ALTER TABLE app.process_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.process_change FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.process_change USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.process_change TO throughline_app;
CREATE TABLE app.signal_verdict (
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
  signal text NOT NULL,
  says text NOT NULL,
  metric_key text NOT NULL,
  rule text NOT NULL,
  period text NOT NULL,
  verdict text NOT NULL,
  reason text,
  until date,
  judge uuid,
  state text NOT NULL
);
ALTER TABLE app.signal_verdict ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.signal_verdict FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.signal_verdict USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.signal_verdict TO throughline_app;
ALTER TABLE app.process_change ADD CONSTRAINT process_change_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.process_change ADD CONSTRAINT process_change_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.signal_verdict ADD CONSTRAINT signal_verdict_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.signal_verdict ADD CONSTRAINT signal_verdict_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.process_change ADD CONSTRAINT process_change_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.signal_verdict ADD CONSTRAINT signal_verdict_judge_fkey FOREIGN KEY (workspace_id, judge) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX metric_target_first_by_idx ON app.metric_target USING btree (workspace_id, first_by, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX process_change_source_idx ON app.process_change USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX process_change_changed_idx ON app.process_change USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX process_change_name_idx ON app.process_change USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX process_change_on_idx ON app.process_change USING btree (workspace_id, "on", id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX signal_verdict_source_idx ON app.signal_verdict USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX signal_verdict_changed_idx ON app.signal_verdict USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX signal_verdict_says_idx ON app.signal_verdict USING btree (workspace_id, says, id) WHERE (archived_at IS NULL);
CREATE INDEX signal_verdict_until_idx ON app.signal_verdict USING btree (workspace_id, until, id) WHERE (archived_at IS NULL);
