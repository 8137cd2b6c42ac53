-- +goose Up
CREATE TABLE masks (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  field TEXT NOT NULL CHECK (field IN ('title', 'body')),
  text_version INTEGER NOT NULL,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  kind TEXT NOT NULL,
  hidden SMALLINT NOT NULL CHECK (hidden IN (0, 1)),
  note TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT,
  CHECK (span_start >= 0 AND span_end > span_start)
);
-- One current word on a part of a text; the past ones stay as history.
CREATE UNIQUE INDEX masks_current ON masks (contribution_id, field, text_version, span_start, span_end) WHERE ended_at IS NULL;
CREATE INDEX masks_listed ON masks (consultation_id, contribution_id, field, span_start, id) WHERE ended_at IS NULL;
CREATE INDEX masks_of_contribution ON masks (contribution_id, at, id);
