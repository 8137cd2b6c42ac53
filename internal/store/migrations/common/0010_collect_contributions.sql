-- +goose Up
-- Contributions gathered elsewhere: files imported, workshops and letters typed in, photographs and scans beside them.

-- Who a contribution of elsewhere comes from, hashed: the same author counts once. Names stand apart (rule 10).
ALTER TABLE contributions ADD COLUMN author_key TEXT;

CREATE TABLE contribution_identities (
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  field TEXT NOT NULL CHECK (field IN ('author', 'sender', 'contact')),
  value TEXT NOT NULL,
  PRIMARY KEY (contribution_id, field)
);

-- A session made by an import is found again by what the file said of it, even once a person has mended it.
ALTER TABLE sessions_held ADD COLUMN table_label TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions_held ADD COLUMN import_id TEXT;
ALTER TABLE sessions_held ADD COLUMN import_key TEXT;
CREATE UNIQUE INDEX sessions_held_imported ON sessions_held (consultation_id, import_key) WHERE import_key IS NOT NULL;

CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('uploaded', 'running', 'stopped', 'done', 'undoing', 'undone')),
  file_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  size BIGINT NOT NULL,
  settings TEXT NOT NULL,
  report TEXT NOT NULL,
  runner TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  beat_at BIGINT,
  ended_at BIGINT,
  undone_at BIGINT
);
CREATE INDEX imports_of_consultation ON imports (consultation_id, created_at, id);

-- The file between its arrival and its import, in pieces; gone once imported.
CREATE TABLE import_pieces (
  import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (import_id, position)
);

-- Which row of a file each imported contribution was: the same row again is the same contribution.
CREATE TABLE imported_rows (
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  row_key TEXT NOT NULL,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  import_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  undone SMALLINT NOT NULL CHECK (undone IN (0, 1)),
  PRIMARY KEY (consultation_id, row_key)
);
CREATE INDEX imported_rows_of_import ON imported_rows (import_id, contribution_id);
CREATE UNIQUE INDEX imported_rows_of_contribution ON imported_rows (contribution_id);

-- What a form of capture made, by the hidden identifier of the form: never twice (rule 5).
CREATE TABLE captures (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  session_id TEXT,
  contribution_id TEXT,
  at BIGINT NOT NULL
);

CREATE TABLE attachments (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  contribution_id TEXT REFERENCES contributions (id) ON DELETE CASCADE,
  session_id TEXT REFERENCES sessions_held (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  digest TEXT NOT NULL,
  whole SMALLINT NOT NULL CHECK (whole IN (0, 1)),
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CHECK ((contribution_id IS NULL) <> (session_id IS NULL))
);
CREATE INDEX attachments_of_consultation ON attachments (consultation_id, at, id);
CREATE INDEX attachments_of_contribution ON attachments (contribution_id) WHERE contribution_id IS NOT NULL;
CREATE INDEX attachments_of_session ON attachments (session_id) WHERE session_id IS NOT NULL;

CREATE TABLE attachment_pieces (
  attachment_id TEXT NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (attachment_id, position)
);
