-- Answers under an Idempotency-Key are forgotten after a week: each keyed write finds those of its workspace by age.
CREATE INDEX idempotency_recorded_idx ON app.idempotency (workspace_id, recorded_at);
