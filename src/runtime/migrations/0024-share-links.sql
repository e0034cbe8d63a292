ALTER TABLE app.initiative ADD COLUMN external_story jsonb;
CREATE TABLE app.share_link (
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
  subject text NOT NULL,
  of text,
  lens text,
  filter jsonb,
  columns text[],
  sort text,
  audience text NOT NULL,
  as_of date,
  made_by uuid NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  revoked_at timestamp with time zone
);
ALTER TABLE app.share_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.share_link FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.share_link USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.share_link TO throughline_app;
ALTER TABLE app.workspace ADD COLUMN sharing text;
ALTER TABLE app.share_link ADD CONSTRAINT share_link_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.share_link ADD CONSTRAINT share_link_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.share_link ADD CONSTRAINT share_link_made_by_fkey FOREIGN KEY (workspace_id, made_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX share_link_source_idx ON app.share_link USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX share_link_changed_idx ON app.share_link USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX share_link_name_idx ON app.share_link USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX share_link_as_of_idx ON app.share_link USING btree (workspace_id, as_of, id) WHERE (archived_at IS NULL);
