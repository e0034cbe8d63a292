CREATE TABLE app.ballot (
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
  round uuid NOT NULL,
  turn bigint NOT NULL,
  participant uuid NOT NULL,
  bets uuid[] NOT NULL,
  held jsonb,
  answered bigint,
  figures jsonb,
  due date,
  state text NOT NULL
);
ALTER TABLE app.ballot ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.ballot FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.ballot USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.ballot TO throughline_app;
ALTER TABLE app.score_input ADD COLUMN round uuid;
CREATE TABLE app.scoring_round (
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
  method text NOT NULL,
  bets uuid[] NOT NULL,
  participants uuid[] NOT NULL,
  due date NOT NULL,
  brief text,
  owner uuid,
  turn bigint,
  revealed_at timestamp with time zone,
  agreed jsonb,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.scoring_round ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.scoring_round FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.scoring_round USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.scoring_round TO throughline_app;
ALTER TABLE app.ballot ADD CONSTRAINT ballot_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.ballot ADD CONSTRAINT ballot_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.scoring_round ADD CONSTRAINT scoring_round_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.scoring_round ADD CONSTRAINT scoring_round_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.ballot ADD CONSTRAINT ballot_round_fkey FOREIGN KEY (workspace_id, round) REFERENCES app.scoring_round(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.ballot ADD CONSTRAINT ballot_participant_fkey FOREIGN KEY (workspace_id, participant) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.score_input ADD CONSTRAINT score_input_round_fkey FOREIGN KEY (workspace_id, round) REFERENCES app.scoring_round(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.scoring_round ADD CONSTRAINT scoring_round_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX ballot_source_idx ON app.ballot USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX ballot_changed_idx ON app.ballot USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX ballot_name_idx ON app.ballot USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX ballot_due_idx ON app.ballot USING btree (workspace_id, due, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX ballot_round_turn_participant_unique ON app.ballot USING btree (workspace_id, round, turn, participant) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX scoring_round_source_idx ON app.scoring_round USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX scoring_round_changed_idx ON app.scoring_round USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX scoring_round_title_idx ON app.scoring_round USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX scoring_round_due_idx ON app.scoring_round USING btree (workspace_id, due, id) WHERE (archived_at IS NULL);
