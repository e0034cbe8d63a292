CREATE TABLE app.event_definition (
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
  event_name text NOT NULL,
  description text,
  trigger text,
  actor text NOT NULL,
  area uuid,
  properties jsonb,
  milestone text NOT NULL,
  passive boolean,
  owner uuid,
  mode text NOT NULL,
  state text NOT NULL,
  definition_version bigint NOT NULL,
  successor text
);
ALTER TABLE app.event_definition ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.event_definition FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.event_definition USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.event_definition TO throughline_app;
CREATE TABLE app.event_source (
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
  sdk text NOT NULL,
  per_minute bigint NOT NULL,
  account_group text,
  account_property text,
  unplanned text NOT NULL,
  personal text NOT NULL,
  key_hash text NOT NULL,
  key_end text NOT NULL,
  state text NOT NULL,
  revoked_at timestamp with time zone
);
ALTER TABLE app.event_source ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.event_source FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.event_source USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.event_source TO throughline_app;
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.event_source ADD CONSTRAINT event_source_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.event_source ADD CONSTRAINT event_source_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_area_fkey FOREIGN KEY (workspace_id, area) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX event_definition_source_idx ON app.event_definition USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX event_definition_changed_idx ON app.event_definition USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX event_definition_event_name_idx ON app.event_definition USING btree (workspace_id, event_name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX event_definition_event_name_unique ON app.event_definition USING btree (workspace_id, event_name) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX event_source_source_idx ON app.event_source USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX event_source_changed_idx ON app.event_source USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX event_source_name_idx ON app.event_source USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX event_source_name_unique ON app.event_source USING btree (workspace_id, name) WHERE (archived_at IS NULL);
