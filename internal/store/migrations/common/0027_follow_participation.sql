-- +goose Up
-- Places in the order of changes: a ledger kept in memory reads only what came after what it knows.
ALTER TABLE touches ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
CREATE INDEX touches_changes ON touches (consultation_id, seq);
ALTER TABLE response_organisations ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
CREATE INDEX response_organisations_changes ON response_organisations (seq);

-- When the list last changed, and when something last left its organisation: what a ledger reads again whole.
CREATE TABLE ledger_marks (
  consultation_id TEXT PRIMARY KEY REFERENCES consultations (id) ON DELETE CASCADE,
  list_seq BIGINT NOT NULL,
  taken_seq BIGINT NOT NULL
);

-- What was decided of an organisation's several answers; names of questions, never what was answered.
CREATE TABLE settlements (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('both', 'choose', 'merge')),
  responses TEXT NOT NULL,
  kept_id TEXT NOT NULL,
  taken TEXT NOT NULL,
  note TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  undone_at BIGINT,
  undone_by_name TEXT NOT NULL
);
CREATE INDEX settlements_of_consultation ON settlements (consultation_id, at, id);
CREATE INDEX settlements_of_organisation ON settlements (organisation_id);
