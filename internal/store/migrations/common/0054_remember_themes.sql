-- +goose Up
-- Where a theme comes from, and what became of those that a version ended: a version says by itself what it changed.
ALTER TABLE themes ADD COLUMN split_from TEXT NOT NULL DEFAULT '';

CREATE TABLE theme_ends (
  consultation_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  theme_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  into_id TEXT NOT NULL,
  PRIMARY KEY (consultation_id, version, theme_id),
  FOREIGN KEY (consultation_id, version) REFERENCES theme_grids (consultation_id, version) ON DELETE CASCADE
);
