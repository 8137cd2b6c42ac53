-- +goose Up
CREATE TABLE campaigns (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder')),
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  category TEXT NOT NULL,
  territory TEXT NOT NULL,
  size TEXT NOT NULL,
  contacts SMALLINT NOT NULL CHECK (contacts IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'queued', 'stopped')),
  scheduled_at BIGINT,
  queued_at BIGINT,
  report TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX campaigns_of_consultation ON campaigns (consultation_id, created_at, id);
CREATE INDEX campaigns_due ON campaigns (scheduled_at, id) WHERE state = 'scheduled';
