ALTER TABLE app.allocation ADD COLUMN team text;
ALTER TABLE app.allocation ADD COLUMN upkeep_cap double precision;
ALTER TABLE app.allocation ADD COLUMN cause text;
ALTER TABLE app.allocation ADD COLUMN revision bigint;
