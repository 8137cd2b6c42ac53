-- +goose Up
-- What people ask about their data: which records, never who they are.
CREATE TABLE rights_cases (
  id TEXT PRIMARY KEY,
  records TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX rights_cases_listed ON rights_cases (opened_at, id);

CREATE TABLE rights_entries (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES rights_cases (id) ON DELETE CASCADE,
  act TEXT NOT NULL CHECK (act IN ('open', 'show', 'export', 'rectify', 'freeze', 'object', 'release', 'erase', 'close')),
  records INTEGER NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX rights_entries_of_case ON rights_entries (case_id, at, id);

-- Records kept without being used, and what brings each back.
CREATE TABLE holds (
  record_kind TEXT NOT NULL,
  record_id TEXT NOT NULL,
  part TEXT NOT NULL,
  consultation_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('frozen', 'objected')),
  state TEXT NOT NULL,
  kept TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  PRIMARY KEY (record_kind, record_id, part)
);

INSERT INTO counters (name, value) VALUES ('rights', 0);
