-- +goose Up
-- Addresses erased at their person's request: a keyed print of each, never the address. One that was lifted in a
-- consultation may be written to there; erased again, it is suppressed everywhere again.
CREATE TABLE suppressions (
  fingerprint TEXT PRIMARY KEY,
  erased_at BIGINT NOT NULL
);
CREATE INDEX suppressions_by_age ON suppressions (erased_at);

CREATE TABLE suppressions_lifted (
  fingerprint TEXT NOT NULL REFERENCES suppressions (fingerprint) ON DELETE CASCADE,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  lifted_at BIGINT NOT NULL,
  PRIMARY KEY (fingerprint, consultation_id)
);
