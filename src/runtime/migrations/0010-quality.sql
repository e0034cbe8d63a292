CREATE TABLE app.quality_finding (
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
  "check" text NOT NULL,
  fact text NOT NULL,
  says text NOT NULL,
  severity text NOT NULL,
  count bigint NOT NULL,
  of bigint NOT NULL,
  samples jsonb,
  metrics text[],
  first_seen timestamp with time zone NOT NULL,
  last_seen timestamp with time zone NOT NULL,
  passes jsonb,
  owner uuid,
  state text NOT NULL,
  accepted_for text,
  accepted_until date
);
ALTER TABLE app.quality_finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.quality_finding FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.quality_finding USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.quality_finding TO throughline_app;
CREATE TABLE app.trust_override (
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
  metric_key text NOT NULL,
  rationale text NOT NULL,
  until date NOT NULL,
  by uuid,
  state text NOT NULL
);
ALTER TABLE app.trust_override ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.trust_override FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.trust_override USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.trust_override TO throughline_app;
ALTER TABLE app.quality_finding ADD CONSTRAINT quality_finding_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.quality_finding ADD CONSTRAINT quality_finding_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.trust_override ADD CONSTRAINT trust_override_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.trust_override ADD CONSTRAINT trust_override_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.quality_finding ADD CONSTRAINT quality_finding_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.trust_override ADD CONSTRAINT trust_override_by_fkey FOREIGN KEY (workspace_id, by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX quality_finding_source_idx ON app.quality_finding USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX quality_finding_changed_idx ON app.quality_finding USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX quality_finding_says_idx ON app.quality_finding USING btree (workspace_id, says, id) WHERE (archived_at IS NULL);
CREATE INDEX quality_finding_accepted_until_idx ON app.quality_finding USING btree (workspace_id, accepted_until, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX quality_finding_check_fact_unique ON app.quality_finding USING btree (workspace_id, "check", fact) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX trust_override_source_idx ON app.trust_override USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX trust_override_changed_idx ON app.trust_override USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX trust_override_rationale_idx ON app.trust_override USING btree (workspace_id, rationale, id) WHERE (archived_at IS NULL);
CREATE INDEX trust_override_until_idx ON app.trust_override USING btree (workspace_id, until, id) WHERE (archived_at IS NULL);
