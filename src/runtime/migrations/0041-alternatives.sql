ALTER TABLE app.initiative ADD COLUMN alternatives uuid[];
