ALTER TABLE app.comment ADD COLUMN mentions uuid[];
CREATE TABLE app.deal (
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
  outcome text NOT NULL,
  competitor uuid,
  account uuid,
  segment text,
  amount jsonb,
  reason text,
  words text,
  closed_on date NOT NULL,
  owner uuid
);
ALTER TABLE app.deal ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.deal FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.deal USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.deal TO throughline_app;
ALTER TABLE app.initiative ADD COLUMN health text;
ALTER TABLE app.initiative ADD COLUMN last_update jsonb;
ALTER TABLE app.pillar ADD COLUMN segments uuid[];
ALTER TABLE app.share_link ADD COLUMN is_locked boolean;
CREATE TABLE app.watch (
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
  about text NOT NULL,
  member uuid NOT NULL
);
ALTER TABLE app.watch ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.watch FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.watch USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.watch TO throughline_app;
ALTER TABLE app.workspace ADD COLUMN health_limits jsonb;
ALTER TABLE app.deal ADD CONSTRAINT deal_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.deal ADD CONSTRAINT deal_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.watch ADD CONSTRAINT watch_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.watch ADD CONSTRAINT watch_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.deal ADD CONSTRAINT deal_competitor_fkey FOREIGN KEY (workspace_id, competitor) REFERENCES app.competitor(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.deal ADD CONSTRAINT deal_account_fkey FOREIGN KEY (workspace_id, account) REFERENCES app.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.deal ADD CONSTRAINT deal_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.watch ADD CONSTRAINT watch_member_fkey FOREIGN KEY (workspace_id, member) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX deal_source_idx ON app.deal USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX deal_changed_idx ON app.deal USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX deal_title_idx ON app.deal USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX deal_closed_on_idx ON app.deal USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX watch_source_idx ON app.watch USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX watch_changed_idx ON app.watch USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX watch_about_idx ON app.watch USING btree (workspace_id, about, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX watch_member_about_unique ON app.watch USING btree (workspace_id, member, about) WHERE (archived_at IS NULL);

-- A link may ask for a password: its salted hash is kept with the address, not in the record, its history or an export.
ALTER TABLE identity.shared ADD COLUMN password text;

-- When a link ended that would still open if its time were not over; null for every other token, whatever the reason.
CREATE FUNCTION identity.shared_ended(token_hash text, at timestamp with time zone) RETURNS timestamp with time zone
LANGUAGE plpgsql VOLATILE SECURITY INVOKER AS $$
DECLARE
  found_workspace uuid := '00000000-0000-0000-0000-000000000000';
  found_link uuid := '00000000-0000-0000-0000-000000000000';
  ended timestamp with time zone;
BEGIN
  SELECT s.workspace_id, s.link_id INTO found_workspace, found_link FROM identity.shared s WHERE s.hash = token_hash;
  found_workspace := coalesce(found_workspace, '00000000-0000-0000-0000-000000000000');
  PERFORM set_config('app.workspace', found_workspace::text, true);
  SELECT l.expires_at INTO ended
    FROM app.share_link l
    JOIN app.workspace w ON w.workspace_id = l.workspace_id AND w.id = l.workspace_id
    JOIN app.member m ON m.workspace_id = l.workspace_id AND m.id = l.made_by
    WHERE l.workspace_id = found_workspace AND l.id = found_link
      AND l.state = 'active' AND l.archived_at IS NULL AND l.expires_at <= at
      AND m.state = 'active' AND m.role IN ('owner', 'admin', 'editor')
      AND coalesce(w.sharing, 'allowed') <> 'forbidden';
  RETURN ended;
END
$$;
REVOKE EXECUTE ON FUNCTION identity.shared_ended(text, timestamp with time zone) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.shared_ended(text, timestamp with time zone) TO throughline_app;
