-- +goose Up
CREATE TABLE questionnaires (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  published_id TEXT,
  created_at BIGINT NOT NULL,
  UNIQUE (consultation_id, slug)
);

CREATE TABLE revisions (
  id TEXT PRIMARY KEY,
  questionnaire_id TEXT NOT NULL REFERENCES questionnaires (id) ON DELETE CASCADE,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  definition TEXT NOT NULL,
  source_name TEXT NOT NULL,
  published_at BIGINT,
  published_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (questionnaire_id, number)
);
CREATE INDEX revisions_of_consultation ON revisions (consultation_id);
