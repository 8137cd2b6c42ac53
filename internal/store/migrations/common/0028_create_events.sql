-- +goose Up
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  step_id TEXT NOT NULL,
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  description TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT,
  capacity INTEGER NOT NULL,
  is_public SMALLINT NOT NULL CHECK (is_public IN (0, 1)),
  registration SMALLINT NOT NULL CHECK (registration IN (0, 1)),
  register_until BIGINT,
  declared INTEGER NOT NULL,
  declared_by TEXT NOT NULL,
  keep_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX events_of_consultation ON events (consultation_id, starts_at, id);

CREATE TABLE attendances (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  consultation_id TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisations (id) ON DELETE SET NULL,
  origin TEXT NOT NULL CHECK (origin IN ('registered', 'listed', 'keyed')),
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'waiting', 'cancelled')),
  rank BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  token_hash TEXT UNIQUE,
  print TEXT NOT NULL,
  import_id TEXT,
  row_key TEXT,
  arrived_at BIGINT,
  arrived_by TEXT NOT NULL,
  arrived_from TEXT,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX attendances_of_event ON attendances (event_id, rank, id);
CREATE UNIQUE INDEX attendances_of_row ON attendances (event_id, row_key) WHERE row_key IS NOT NULL;
CREATE INDEX attendances_of_organisation ON attendances (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX attendances_of_import ON attendances (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX attendances_from_import ON attendances (arrived_from) WHERE arrived_from IS NOT NULL;

-- Who people are, apart from that they came (rule 10), with the day after which it may be purged.
CREATE TABLE attendance_identities (
  attendance_id TEXT PRIMARY KEY REFERENCES attendances (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  structure TEXT NOT NULL,
  siret TEXT NOT NULL,
  keep_until BIGINT NOT NULL
);

-- The workshops of an event.
CREATE TABLE event_sessions (
  session_id TEXT PRIMARY KEY REFERENCES sessions_held (id) ON DELETE CASCADE,
  event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE
);
CREATE INDEX event_sessions_of_event ON event_sessions (event_id, session_id);

-- A file may also bring the list of an event.
ALTER TABLE imports ADD COLUMN brings TEXT NOT NULL DEFAULT '' CHECK (brings IN ('', 'organisations', 'attendances'));
UPDATE imports SET brings = about;
ALTER TABLE imports DROP COLUMN about;
ALTER TABLE imports RENAME COLUMN brings TO about;
