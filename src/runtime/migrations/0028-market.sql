CREATE TABLE app.competitor (
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
  website text,
  positioning text,
  strengths jsonb,
  weaknesses jsonb,
  pricing text,
  threat double precision,
  segments uuid[],
  claims jsonb,
  owner uuid,
  capabilities jsonb,
  moves jsonb,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.competitor ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.competitor FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.competitor USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.competitor TO throughline_app;
CREATE TABLE app.job (
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
  situation text NOT NULL,
  motivation text NOT NULL,
  outcome text NOT NULL,
  kind text NOT NULL,
  personas uuid[],
  parent uuid,
  outcomes jsonb,
  basis text,
  evidence uuid[],
  owner uuid,
  validated_on date,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.job FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.job USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.job TO throughline_app;
CREATE TABLE app.persona (
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
  goals text,
  pains text,
  context text,
  segments uuid[],
  jobs uuid[],
  quotes jsonb,
  evidence uuid[],
  owner uuid,
  validated_on date,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.persona ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.persona FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.persona USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.persona TO throughline_app;
CREATE TABLE app.segment (
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
  rule jsonb NOT NULL,
  segmentation text NOT NULL,
  "order" double precision,
  priority text,
  is_icp boolean,
  fit double precision,
  criteria jsonb,
  exclusions jsonb,
  sizing jsonb,
  buyers uuid[],
  owner uuid,
  summary text,
  definition_version bigint NOT NULL,
  versions jsonb,
  counted jsonb,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.segment ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.segment FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.segment USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.segment TO throughline_app;
ALTER TABLE app.competitor ADD CONSTRAINT competitor_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.competitor ADD CONSTRAINT competitor_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.job ADD CONSTRAINT job_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.job ADD CONSTRAINT job_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.persona ADD CONSTRAINT persona_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.persona ADD CONSTRAINT persona_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.segment ADD CONSTRAINT segment_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.segment ADD CONSTRAINT segment_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.competitor ADD CONSTRAINT competitor_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.job ADD CONSTRAINT job_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.job(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.job ADD CONSTRAINT job_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.persona ADD CONSTRAINT persona_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.segment ADD CONSTRAINT segment_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX competitor_source_idx ON app.competitor USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX competitor_changed_idx ON app.competitor USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX competitor_title_idx ON app.competitor USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX competitor_title_unique ON app.competitor USING btree (workspace_id, title) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX job_source_idx ON app.job USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX job_changed_idx ON app.job USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX job_title_idx ON app.job USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX job_validated_on_idx ON app.job USING btree (workspace_id, validated_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX persona_source_idx ON app.persona USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX persona_changed_idx ON app.persona USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX persona_title_idx ON app.persona USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX persona_validated_on_idx ON app.persona USING btree (workspace_id, validated_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX segment_source_idx ON app.segment USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX segment_changed_idx ON app.segment USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX segment_title_idx ON app.segment USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX segment_title_unique ON app.segment USING btree (workspace_id, title) WHERE (archived_at IS NULL);
