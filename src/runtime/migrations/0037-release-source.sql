ALTER TABLE app.release ADD COLUMN source_status text;
