CREATE TABLE app.assumption (
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
  statement text NOT NULL,
  kind text NOT NULL,
  metric text,
  segment text,
  dimension text,
  at_least double precision,
  at_most double precision,
  holds_until date,
  importance double precision,
  certainty double precision,
  owner uuid,
  evidence text,
  looked_at date,
  state text NOT NULL
);
ALTER TABLE app.assumption ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.assumption FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.assumption USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.assumption TO throughline_app;
CREATE TABLE app.business_case (
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
  subject uuid,
  sponsor uuid,
  problem text,
  narrative text,
  rate double precision NOT NULL,
  options jsonb,
  proposes text,
  stages jsonb,
  flows jsonb,
  assumptions uuid[],
  risks uuid[],
  success_metrics jsonb,
  kill_criteria jsonb,
  submitted_by uuid,
  approved_by uuid,
  approved_at timestamp with time zone,
  decision uuid,
  reason text,
  revision bigint,
  raised jsonb,
  verdict text,
  lesson text,
  closed_on date,
  state text NOT NULL
);
ALTER TABLE app.business_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.business_case FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.business_case USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.business_case TO throughline_app;
CREATE TABLE app.document (
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
  body text,
  owner uuid,
  about uuid[],
  review_on date,
  decision uuid,
  published_at timestamp with time zone,
  revision bigint,
  reason text,
  superseded_by uuid,
  state text NOT NULL
);
ALTER TABLE app.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.document FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.document USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.document TO throughline_app;
ALTER TABLE app.assumption ADD CONSTRAINT assumption_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.assumption ADD CONSTRAINT assumption_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.business_case ADD CONSTRAINT business_case_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.business_case ADD CONSTRAINT business_case_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.document ADD CONSTRAINT document_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.document ADD CONSTRAINT document_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.assumption ADD CONSTRAINT assumption_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_subject_fkey FOREIGN KEY (workspace_id, subject) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_sponsor_fkey FOREIGN KEY (workspace_id, sponsor) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_submitted_by_fkey FOREIGN KEY (workspace_id, submitted_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_approved_by_fkey FOREIGN KEY (workspace_id, approved_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.document ADD CONSTRAINT document_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.document ADD CONSTRAINT document_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.document ADD CONSTRAINT document_superseded_by_fkey FOREIGN KEY (workspace_id, superseded_by) REFERENCES app.document(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX assumption_source_idx ON app.assumption USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX assumption_changed_idx ON app.assumption USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX assumption_statement_idx ON app.assumption USING btree (workspace_id, statement, id) WHERE (archived_at IS NULL);
CREATE INDEX assumption_holds_until_idx ON app.assumption USING btree (workspace_id, holds_until, id) WHERE (archived_at IS NULL);
CREATE INDEX assumption_looked_at_idx ON app.assumption USING btree (workspace_id, looked_at, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX business_case_source_idx ON app.business_case USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX business_case_changed_idx ON app.business_case USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX business_case_title_idx ON app.business_case USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX business_case_closed_on_idx ON app.business_case USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX document_source_idx ON app.document USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX document_changed_idx ON app.document USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX document_title_idx ON app.document USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX document_review_on_idx ON app.document USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
