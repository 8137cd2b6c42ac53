-- +goose Up
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('change', 0);

CREATE TABLE consultations (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'open', 'closed', 'record')),
  demonstration SMALLINT NOT NULL CHECK (demonstration IN (0, 1)),
  opens_at BIGINT,
  closes_at BIGINT,
  texts TEXT NOT NULL,
  settings TEXT NOT NULL,
  round_of TEXT REFERENCES consultations (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE TABLE steps (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('event', 'questionnaire', 'idea_box', 'mail')),
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  in_words TEXT NOT NULL,
  starts_at BIGINT,
  ends_at BIGINT,
  invited INTEGER NOT NULL,
  invited_source TEXT NOT NULL,
  participants INTEGER NOT NULL,
  unit TEXT NOT NULL,
  source TEXT NOT NULL
);
CREATE INDEX steps_of_consultation ON steps (consultation_id, position, id);

CREATE TABLE stakes (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  mark TEXT NOT NULL,
  title TEXT NOT NULL
);
CREATE INDEX stakes_of_consultation ON stakes (consultation_id, position, id);

CREATE TABLE objectives (
  id TEXT PRIMARY KEY,
  stake_id TEXT NOT NULL REFERENCES stakes (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  title TEXT NOT NULL
);
CREATE INDEX objectives_of_stake ON objectives (stake_id, position, id);

CREATE TABLE theme_grids (
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  PRIMARY KEY (consultation_id, version)
);

-- A theme keeps its id from one version of the grid to the next.
CREATE TABLE themes (
  consultation_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('regular', 'outside', 'empty')),
  title TEXT NOT NULL,
  definition TEXT NOT NULL,
  lexicon TEXT NOT NULL,
  PRIMARY KEY (consultation_id, version, id),
  FOREIGN KEY (consultation_id, version) REFERENCES theme_grids (consultation_id, version) ON DELETE CASCADE
);
