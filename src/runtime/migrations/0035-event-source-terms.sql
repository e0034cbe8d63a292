ALTER TABLE app.event_source ADD COLUMN account_by_domain boolean;
ALTER TABLE app.event_source ADD COLUMN consent text;
