CREATE TABLE app.feature (
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
  level text NOT NULL,
  parent uuid,
  initiative uuid,
  products uuid[],
  problem text,
  owner uuid,
  teams text[],
  labels text[],
  timeframe text,
  effort double precision,
  releases text[],
  delivery text,
  source_status text,
  beside jsonb,
  link text,
  reason text,
  review_on date,
  released_on date,
  stage text NOT NULL
);
ALTER TABLE app.feature ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.feature FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.feature USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.feature TO throughline_app;
ALTER TABLE app.initiative ADD COLUMN source_status text;
ALTER TABLE app.initiative ADD COLUMN beside jsonb;
ALTER TABLE app.feature ADD CONSTRAINT feature_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.feature ADD CONSTRAINT feature_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.feature ADD CONSTRAINT feature_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.feature(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feature ADD CONSTRAINT feature_initiative_fkey FOREIGN KEY (workspace_id, initiative) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feature ADD CONSTRAINT feature_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX feature_source_idx ON app.feature USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX feature_changed_idx ON app.feature USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX feature_title_idx ON app.feature USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX feature_review_on_idx ON app.feature USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
CREATE INDEX feature_released_on_idx ON app.feature USING btree (workspace_id, released_on, id) WHERE (archived_at IS NULL);
