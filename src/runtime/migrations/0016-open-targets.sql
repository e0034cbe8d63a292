ALTER TABLE app.metric_target ADD COLUMN unit text;
ALTER TABLE app.metric_target ALTER COLUMN by DROP NOT NULL;
