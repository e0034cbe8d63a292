CREATE TABLE app.kano_answer (
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
  initiative uuid NOT NULL,
  respondent text NOT NULL,
  functional text NOT NULL,
  dysfunctional text NOT NULL,
  account uuid,
  answered_on date NOT NULL,
  basis text
);
ALTER TABLE app.kano_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.kano_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.kano_answer USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.kano_answer TO throughline_app;
CREATE TABLE app.score_formula (
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
  formula text NOT NULL,
  means text
);
ALTER TABLE app.score_formula ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.score_formula FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.score_formula USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.score_formula TO throughline_app;
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.score_formula ADD CONSTRAINT score_formula_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.score_formula ADD CONSTRAINT score_formula_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_initiative_fkey FOREIGN KEY (workspace_id, initiative) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_account_fkey FOREIGN KEY (workspace_id, account) REFERENCES app.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX kano_answer_source_idx ON app.kano_answer USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX kano_answer_changed_idx ON app.kano_answer USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX kano_answer_respondent_idx ON app.kano_answer USING btree (workspace_id, respondent, id) WHERE (archived_at IS NULL);
CREATE INDEX kano_answer_answered_on_idx ON app.kano_answer USING btree (workspace_id, answered_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX kano_answer_initiative_respondent_unique ON app.kano_answer USING btree (workspace_id, initiative, respondent) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_formula_source_idx ON app.score_formula USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX score_formula_changed_idx ON app.score_formula USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX score_formula_name_idx ON app.score_formula USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_formula_name_unique ON app.score_formula USING btree (workspace_id, name) WHERE (archived_at IS NULL);
