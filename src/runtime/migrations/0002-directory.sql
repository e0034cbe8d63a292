-- Which workspaces exist and who belongs to them: global by nature, so that a person can be led to a workspace before one is chosen.
CREATE TABLE identity.workspace (
  id uuid NOT NULL PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  is_sample boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE identity.membership (
  person_id text NOT NULL,
  workspace_id uuid NOT NULL REFERENCES identity.workspace (id) ON DELETE CASCADE,
  member_id uuid NOT NULL,
  PRIMARY KEY (person_id, workspace_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.workspace, identity.membership TO throughline_app;
