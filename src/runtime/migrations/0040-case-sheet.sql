ALTER TABLE app.business_case ADD COLUMN inputs jsonb;
ALTER TABLE app.competitor ADD COLUMN objections jsonb;
ALTER TABLE app.competitor ADD COLUMN landmines jsonb;
ALTER TABLE app.decision ADD COLUMN rejected jsonb;
