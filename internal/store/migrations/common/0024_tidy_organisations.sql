-- +goose Up
-- A file brings contributions, or a list of organisations.
ALTER TABLE imports ADD COLUMN about TEXT NOT NULL DEFAULT '' CHECK (about IN ('', 'organisations'));

-- What an import did to each organisation, to take it back. No «before»: the import added it.
CREATE TABLE organisation_changes (
  import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  before TEXT,
  after TEXT NOT NULL,
  PRIMARY KEY (import_id, organisation_id)
);
CREATE INDEX organisation_changes_of_organisation ON organisation_changes (organisation_id);

-- Two organisations that were one, and how to part them again.
CREATE TABLE organisation_merges (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  kept_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  merged_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  trace TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  undone_at BIGINT,
  undone_by_name TEXT NOT NULL
);
CREATE INDEX organisation_merges_of_consultation ON organisation_merges (consultation_id, at, id);
CREATE INDEX organisation_merges_of_kept ON organisation_merges (kept_id);
CREATE INDEX organisation_merges_of_merged ON organisation_merges (merged_id);

-- Two organisations that look alike and that somebody said are two. a_id < b_id.
CREATE TABLE distinct_organisations (
  a_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  b_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (a_id, b_id)
);
CREATE INDEX distinct_organisations_of_b ON distinct_organisations (b_id);
