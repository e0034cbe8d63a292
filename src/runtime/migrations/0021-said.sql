-- What each import said of which object: the fields that it named, and the place in the record at which they had the values that it gave.
-- Taking an import back shows what is said by those that still stand.
ALTER TABLE app.confirmed RENAME TO said;
ALTER TABLE app.said RENAME CONSTRAINT confirmed_pkey TO said_pkey;
ALTER INDEX app.confirmed_request_idx RENAME TO said_request_idx;
ALTER TABLE app.said
  ADD COLUMN seq bigint NOT NULL DEFAULT 0,
  ADD COLUMN fields text[],
  ADD COLUMN is_taken_back boolean NOT NULL DEFAULT false;
-- Of what was confirmed before, the fields were not kept: all of them, as they are now. What had been left to it was taken back.
ALTER TABLE app.said NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.change NO FORCE ROW LEVEL SECURITY;
UPDATE app.said SET seq = coalesce((SELECT max(c.seq) FROM app.change c WHERE c.workspace_id = said.workspace_id AND c.noun = said.noun AND c.object_id = said.object_id), 0);
INSERT INTO app.said (workspace_id, object_id, request, noun, is_taken_back)
  SELECT DISTINCT workspace_id, object_id, unnest(left_by), noun, true FROM app.said ON CONFLICT DO NOTHING;
ALTER TABLE app.said FORCE ROW LEVEL SECURITY;
ALTER TABLE app.change FORCE ROW LEVEL SECURITY;
ALTER TABLE app.said DROP COLUMN left_by;
REVOKE DELETE ON app.said FROM throughline_app;
