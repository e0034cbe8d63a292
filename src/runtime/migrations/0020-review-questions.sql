ALTER TABLE app.review ADD COLUMN questions uuid[];
