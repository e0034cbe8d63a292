CREATE TABLE app.metric_driver (
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
  "from" text NOT NULL,
  "to" text NOT NULL,
  kind text NOT NULL,
  operation text,
  sign text NOT NULL,
  "position" bigint,
  lag bigint,
  confidence double precision,
  evidence text,
  because text,
  owner uuid,
  state text NOT NULL
);
ALTER TABLE app.metric_driver ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.metric_driver FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.metric_driver USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.metric_driver TO throughline_app;
CREATE TABLE app.policy_change (
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
  "from" text NOT NULL,
  "to" text NOT NULL,
  reason text NOT NULL,
  restated jsonb,
  proposed_by uuid,
  decided_by uuid,
  decided_at timestamp with time zone,
  words text,
  state text NOT NULL
);
ALTER TABLE app.policy_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.policy_change FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.policy_change USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.policy_change TO throughline_app;
ALTER TABLE app.workspace ADD COLUMN north_star text;
ALTER TABLE app.metric_driver ADD CONSTRAINT metric_driver_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.metric_driver ADD CONSTRAINT metric_driver_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.metric_driver ADD CONSTRAINT metric_driver_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_proposed_by_fkey FOREIGN KEY (workspace_id, proposed_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_decided_by_fkey FOREIGN KEY (workspace_id, decided_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX metric_driver_source_idx ON app.metric_driver USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX metric_driver_changed_idx ON app.metric_driver USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX metric_driver_name_idx ON app.metric_driver USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX metric_driver_from_to_kind_unique ON app.metric_driver USING btree (workspace_id, "from", "to", kind) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX policy_change_source_idx ON app.policy_change USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX policy_change_changed_idx ON app.policy_change USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX policy_change_name_idx ON app.policy_change USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
