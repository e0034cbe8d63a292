-- What the imports before this change of the tables had changed, they said.
ALTER TABLE app.said NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.change NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.import NO FORCE ROW LEVEL SECURITY;
INSERT INTO app.said (workspace_id, object_id, request, noun, seq, fields)
  SELECT c.workspace_id, c.object_id, c.request, c.noun, max(c.seq), array_agg(DISTINCT f.name)
  FROM app.import i JOIN app.change c ON c.workspace_id = i.workspace_id AND c.request = i.batch AND c.noun <> 'import', jsonb_object_keys(c.after) AS f (name)
  WHERE i.state <> 'undone' GROUP BY 1, 2, 3, 4 ON CONFLICT DO NOTHING;
ALTER TABLE app.said FORCE ROW LEVEL SECURITY;
ALTER TABLE app.change FORCE ROW LEVEL SECURITY;
ALTER TABLE app.import FORCE ROW LEVEL SECURITY;
