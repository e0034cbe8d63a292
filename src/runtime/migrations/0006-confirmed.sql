-- Which objects an import found as it would have them, so that taking back an earlier import leaves them; and what earlier ones left to it.
CREATE TABLE app.confirmed (
  workspace_id uuid NOT NULL,
  object_id uuid NOT NULL,
  request text NOT NULL,
  noun text NOT NULL,
  left_by text[] NOT NULL DEFAULT '{}',
  CONSTRAINT confirmed_pkey PRIMARY KEY (workspace_id, object_id, request)
);
CREATE INDEX confirmed_request_idx ON app.confirmed (workspace_id, request);
ALTER TABLE app.confirmed ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.confirmed FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.confirmed USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON app.confirmed TO throughline_app;
