CREATE TABLE app.migration (
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
  product uuid NOT NULL,
  features uuid[],
  "to" uuid,
  no_path_reason text,
  why text NOT NULL,
  groups jsonb,
  notice_days bigint,
  read_only_on date,
  end_on date,
  owner uuid,
  announced_on date,
  exceptions jsonb,
  decision uuid,
  reason text,
  ended_on date,
  state text NOT NULL
);
ALTER TABLE app.migration ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.migration FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.migration USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.migration TO throughline_app;
ALTER TABLE app.product ADD COLUMN records text[];
ALTER TABLE app.product ADD COLUMN successor uuid;
ALTER TABLE app.product ADD COLUMN decision uuid;
ALTER TABLE app.product ADD COLUMN migration uuid;
ALTER TABLE app.product ADD COLUMN retired_on date;
ALTER TABLE app.migration ADD CONSTRAINT migration_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.migration ADD CONSTRAINT migration_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.migration ADD CONSTRAINT migration_product_fkey FOREIGN KEY (workspace_id, product) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.migration ADD CONSTRAINT migration_to_fkey FOREIGN KEY (workspace_id, "to") REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.migration ADD CONSTRAINT migration_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.migration ADD CONSTRAINT migration_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_successor_fkey FOREIGN KEY (workspace_id, successor) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_migration_fkey FOREIGN KEY (workspace_id, migration) REFERENCES app.migration(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX migration_source_idx ON app.migration USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX migration_changed_idx ON app.migration USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_title_idx ON app.migration USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_read_only_on_idx ON app.migration USING btree (workspace_id, read_only_on, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_end_on_idx ON app.migration USING btree (workspace_id, end_on, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_announced_on_idx ON app.migration USING btree (workspace_id, announced_on, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_ended_on_idx ON app.migration USING btree (workspace_id, ended_on, id) WHERE (archived_at IS NULL);
CREATE INDEX product_retired_on_idx ON app.product USING btree (workspace_id, retired_on, id) WHERE (archived_at IS NULL);
