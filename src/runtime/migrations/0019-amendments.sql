ALTER TABLE app.baseline ADD COLUMN cause text;
ALTER TABLE app.baseline ADD COLUMN reason text;
