CREATE TABLE app.opportunity (
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
  problem text,
  themes text[],
  evidence uuid[],
  initiatives uuid[],
  experiments text[],
  segments uuid[],
  product uuid,
  survey jsonb,
  owner uuid,
  parent uuid,
  objective uuid,
  accounts bigint,
  exception text,
  result text,
  reason text,
  review_on date,
  state text NOT NULL
);
ALTER TABLE app.opportunity ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.opportunity FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.opportunity USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.opportunity TO throughline_app;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_product_fkey FOREIGN KEY (workspace_id, product) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.opportunity(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_objective_fkey FOREIGN KEY (workspace_id, objective) REFERENCES app.objective(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX opportunity_source_idx ON app.opportunity USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX opportunity_changed_idx ON app.opportunity USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX opportunity_title_idx ON app.opportunity USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX opportunity_review_on_idx ON app.opportunity USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
