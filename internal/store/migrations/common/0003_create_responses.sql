-- +goose Up
CREATE TABLE responses (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  questionnaire_id TEXT NOT NULL,
  revision_id TEXT NOT NULL REFERENCES revisions (id),
  change_seq BIGINT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'withdrawn')),
  origin TEXT NOT NULL CHECK (origin IN ('collected', 'imported', 'demonstration')),
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  category TEXT NOT NULL,
  territory TEXT NOT NULL,
  reference TEXT NOT NULL,
  token_hash TEXT UNIQUE,
  seed BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  submitted_at BIGINT,
  changed_at BIGINT NOT NULL,
  dirty SMALLINT NOT NULL CHECK (dirty IN (0, 1)),
  draft_version BIGINT NOT NULL,
  draft TEXT NOT NULL,
  answers TEXT
);
-- A sequence belongs to one response, so that a reader who stops between two misses none; drafts have taken none.
CREATE UNIQUE INDEX responses_changes ON responses (change_seq) WHERE change_seq > 0;
CREATE INDEX responses_listed ON responses (consultation_id, status, submitted_at, id);
CREATE INDEX responses_of_revision ON responses (revision_id);
-- References of imported responses are derived from their content: a clash must not refuse a row.
CREATE UNIQUE INDEX responses_reference ON responses (reference) WHERE origin = 'collected' AND reference <> '';

-- Identity is apart (rule 10): what was sent, and what is only typed yet.
CREATE TABLE respondent_identities (
  response_id TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
  question TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (response_id, question)
);

CREATE TABLE draft_identities (
  response_id TEXT PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
  draft TEXT NOT NULL
);
