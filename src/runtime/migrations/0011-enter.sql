-- Opens the workspace that a person asked for, or their first, to the statement that proved who they are: its own row, and theirs in it. It runs with
-- the rights of the serving login, so that row-level security decides what it finds, and the setting ends with the statement.
CREATE FUNCTION identity.enter(person text, only_workspace uuid, wanted text)
RETURNS TABLE (workspace uuid, slug text, workspace_name text, currency text, time_zone text, member uuid, member_name text, role text, state text)
LANGUAGE plpgsql VOLATILE SECURITY INVOKER AS $$
DECLARE
  chosen record;
BEGIN
  SELECT m.workspace_id, m.member_id INTO chosen
    FROM identity.membership m JOIN identity.workspace w ON w.id = m.workspace_id
    WHERE m.person_id = person AND (only_workspace IS NULL OR w.id = only_workspace) AND (wanted IS NULL OR w.slug = wanted)
    ORDER BY w.created_at LIMIT 1;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM set_config('app.workspace', chosen.workspace_id::text, true);
  RETURN QUERY SELECT w.id, w.slug, w.name, w.currency::text, w.time_zone::text, m.id, m.name, m.role::text, m.state::text
    FROM app.workspace w JOIN app.member m ON m.workspace_id = w.workspace_id AND m.id = chosen.member_id
    WHERE w.id = chosen.workspace_id;
END
$$;
REVOKE EXECUTE ON FUNCTION identity.enter(text, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.enter(text, uuid, text) TO throughline_app;
