ALTER TABLE app.metric ADD COLUMN spec jsonb;
ALTER TABLE app.metric ADD COLUMN definition_hash text;
ALTER TABLE app.metric ADD COLUMN versions jsonb;
ALTER TABLE app.metric ADD COLUMN proposal jsonb;
ALTER TABLE app.metric ADD COLUMN checked jsonb;
ALTER TABLE app.metric ADD COLUMN successor uuid;
ALTER TABLE app.metric ADD CONSTRAINT metric_successor_fkey FOREIGN KEY (workspace_id, successor) REFERENCES app.metric(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
