-- Which workspace a shared link belongs to: global by nature, as the directory is, because whoever opens it belongs to no workspace. It holds the hash of
-- the token, ids and a count, never content; what the link shows, for whom and until when is the noun “shareLink” of the workspace.
CREATE TABLE identity.shared (
  hash text NOT NULL PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES identity.workspace (id) ON DELETE CASCADE,
  link_id uuid NOT NULL,
  openings integer NOT NULL DEFAULT 0,
  last_opened_at timestamp with time zone
);
CREATE INDEX shared_workspace_id_idx ON identity.shared (workspace_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.shared TO throughline_app;

-- Opens a link: the workspace, and the member who made it, when the link lives, its maker may still share, and the workspace allows it; else nothing.
-- A token that never was takes the same road as one that is over: both are looked for in the rows of a workspace, the one in a workspace that is none.
CREATE FUNCTION identity.open_shared(token_hash text, at timestamp with time zone)
RETURNS TABLE (link uuid, workspace uuid, slug text, workspace_name text, currency text, time_zone text, member uuid, member_name text, role text)
LANGUAGE plpgsql VOLATILE SECURITY INVOKER ROWS 1 AS $$
DECLARE
  found_workspace uuid := '00000000-0000-0000-0000-000000000000';
  found_link uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  SELECT s.workspace_id, s.link_id INTO found_workspace, found_link FROM identity.shared s WHERE s.hash = token_hash;
  found_workspace := coalesce(found_workspace, '00000000-0000-0000-0000-000000000000');
  PERFORM set_config('app.workspace', found_workspace::text, true);
  RETURN QUERY SELECT l.id, w.id, w.slug, w.name, w.currency::text, w.time_zone::text, m.id, m.name, m.role::text
    FROM app.share_link l
    JOIN app.workspace w ON w.workspace_id = l.workspace_id AND w.id = l.workspace_id
    JOIN app.member m ON m.workspace_id = l.workspace_id AND m.id = l.made_by
    WHERE l.workspace_id = found_workspace AND l.id = found_link
      AND l.state = 'active' AND l.archived_at IS NULL AND l.expires_at > at
      AND m.state = 'active' AND m.role IN ('owner', 'admin', 'editor')
      AND coalesce(w.sharing, 'allowed') <> 'forbidden';
END
$$;
REVOKE EXECUTE ON FUNCTION identity.open_shared(text, timestamp with time zone) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.open_shared(text, timestamp with time zone) TO throughline_app;
