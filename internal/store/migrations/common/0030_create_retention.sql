-- +goose Up
-- How long data of each kind are kept, where somebody chose.
CREATE TABLE retention (
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  months INTEGER NOT NULL,
  PRIMARY KEY (consultation_id, kind)
);

-- Each purge with what it took, kind by kind. One without an end was cut.
CREATE TABLE purges (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL,
  automatic SMALLINT NOT NULL CHECK (automatic IN (0, 1)),
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  counts TEXT NOT NULL
);
CREATE INDEX purges_of_consultation ON purges (consultation_id, started_at, id);

-- What the register says besides what the program knows.
CREATE TABLE register_texts (
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (consultation_id, field)
);
