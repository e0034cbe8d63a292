ALTER TABLE app.feature ADD COLUMN public_name text;
ALTER TABLE app.feature ADD COLUMN override uuid;
CREATE TABLE app.release (
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
  product uuid NOT NULL,
  version_name text,
  "group" text,
  owner uuid,
  "window" text,
  internal_date date,
  external_date date,
  phases jsonb,
  environment text NOT NULL,
  record text,
  features uuid[],
  frozen_on date,
  frozen_scope jsonb,
  late_changes jsonb,
  override uuid,
  reason text,
  released_on date,
  rolled_back_on date,
  state text NOT NULL
);
ALTER TABLE app.release ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.release FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.release USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.release TO throughline_app;
ALTER TABLE app.release ADD CONSTRAINT release_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.release ADD CONSTRAINT release_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.feature ADD CONSTRAINT feature_override_fkey FOREIGN KEY (workspace_id, override) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.release ADD CONSTRAINT release_product_fkey FOREIGN KEY (workspace_id, product) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.release ADD CONSTRAINT release_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.release ADD CONSTRAINT release_override_fkey FOREIGN KEY (workspace_id, override) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX release_source_idx ON app.release USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX release_changed_idx ON app.release USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX release_title_idx ON app.release USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX release_internal_date_idx ON app.release USING btree (workspace_id, internal_date, id) WHERE (archived_at IS NULL);
CREATE INDEX release_external_date_idx ON app.release USING btree (workspace_id, external_date, id) WHERE (archived_at IS NULL);
CREATE INDEX release_frozen_on_idx ON app.release USING btree (workspace_id, frozen_on, id) WHERE (archived_at IS NULL);
CREATE INDEX release_released_on_idx ON app.release USING btree (workspace_id, released_on, id) WHERE (archived_at IS NULL);
CREATE INDEX release_rolled_back_on_idx ON app.release USING btree (workspace_id, rolled_back_on, id) WHERE (archived_at IS NULL);
