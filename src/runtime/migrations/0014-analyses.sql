CREATE TABLE app.analysis (
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
  kind text NOT NULL,
  spec jsonb NOT NULL,
  address text,
  answer text,
  owner uuid
);
ALTER TABLE app.analysis ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.analysis FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.analysis USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.analysis TO throughline_app;
ALTER TABLE app.analysis ADD CONSTRAINT analysis_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.analysis ADD CONSTRAINT analysis_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.analysis ADD CONSTRAINT analysis_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX analysis_source_idx ON app.analysis USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX analysis_changed_idx ON app.analysis USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX analysis_title_idx ON app.analysis USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
