ALTER TABLE app.account ADD COLUMN other_ids text[];
