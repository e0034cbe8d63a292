CREATE TABLE app.allocation (
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
  period text NOT NULL,
  lines jsonb,
  rationale text,
  decision uuid,
  state text NOT NULL
);
ALTER TABLE app.allocation ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.allocation FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.allocation USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.allocation TO throughline_app;
CREATE TABLE app.capacity_plan (
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
  team text NOT NULL,
  period text NOT NULL,
  headcount double precision NOT NULL,
  weeks double precision,
  leave double precision,
  operations double precision,
  reserve double precision,
  note text,
  state text NOT NULL
);
ALTER TABLE app.capacity_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.capacity_plan FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.capacity_plan USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.capacity_plan TO throughline_app;
CREATE TABLE app.pillar (
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
  statement text,
  where_we_play text,
  how_we_win text,
  north_star uuid,
  horizon text,
  not_doing jsonb,
  owner uuid,
  "order" double precision,
  state text NOT NULL
);
ALTER TABLE app.pillar ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.pillar FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.pillar USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.pillar TO throughline_app;
CREATE TABLE app.scenario (
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
  periods text[],
  locked_in uuid[],
  locked_out uuid[],
  moves jsonb,
  value double precision,
  bound double precision,
  gap double precision,
  plan jsonb,
  solved_at timestamp with time zone,
  decision uuid,
  note text,
  state text NOT NULL
);
ALTER TABLE app.scenario ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.scenario FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.scenario USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.scenario TO throughline_app;
ALTER TABLE app.allocation ADD CONSTRAINT allocation_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.allocation ADD CONSTRAINT allocation_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.capacity_plan ADD CONSTRAINT capacity_plan_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.capacity_plan ADD CONSTRAINT capacity_plan_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.pillar ADD CONSTRAINT pillar_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.pillar ADD CONSTRAINT pillar_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.scenario ADD CONSTRAINT scenario_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.scenario ADD CONSTRAINT scenario_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.allocation ADD CONSTRAINT allocation_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.pillar ADD CONSTRAINT pillar_north_star_fkey FOREIGN KEY (workspace_id, north_star) REFERENCES app.metric(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.pillar ADD CONSTRAINT pillar_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.scenario ADD CONSTRAINT scenario_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX allocation_source_idx ON app.allocation USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX allocation_changed_idx ON app.allocation USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX allocation_title_idx ON app.allocation USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX capacity_plan_source_idx ON app.capacity_plan USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX capacity_plan_changed_idx ON app.capacity_plan USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX capacity_plan_title_idx ON app.capacity_plan USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX pillar_source_idx ON app.pillar USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX pillar_changed_idx ON app.pillar USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX pillar_title_idx ON app.pillar USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX scenario_source_idx ON app.scenario USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX scenario_changed_idx ON app.scenario USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX scenario_title_idx ON app.scenario USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
