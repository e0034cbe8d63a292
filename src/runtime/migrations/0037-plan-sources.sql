ALTER TABLE app.release ADD COLUMN source_status text;
ALTER TABLE app.capacity_plan ADD COLUMN skill text;
