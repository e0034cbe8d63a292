CREATE TABLE app.analysis_subscription (
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
  analysis uuid NOT NULL,
  member uuid NOT NULL,
  every text NOT NULL,
  read_period text,
  state text NOT NULL
);
ALTER TABLE app.analysis_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.analysis_subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.analysis_subscription USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.analysis_subscription TO throughline_app;
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_analysis_fkey FOREIGN KEY (workspace_id, analysis) REFERENCES app.analysis(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_member_fkey FOREIGN KEY (workspace_id, member) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX analysis_subscription_source_idx ON app.analysis_subscription USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX analysis_subscription_changed_idx ON app.analysis_subscription USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX analysis_subscription_name_idx ON app.analysis_subscription USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
