-- +goose Up
CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  list_key TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  siret TEXT NOT NULL,
  rna TEXT NOT NULL,
  category TEXT NOT NULL,
  territory TEXT NOT NULL,
  size TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  address TEXT NOT NULL,
  postcode TEXT NOT NULL,
  town TEXT NOT NULL,
  contacts TEXT NOT NULL,
  note TEXT NOT NULL,
  merged_into TEXT REFERENCES organisations (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX organisations_listed ON organisations (consultation_id, sort_key, id);
-- The list's own identifier names one organisation.
CREATE UNIQUE INDEX organisations_key ON organisations (consultation_id, list_key) WHERE list_key <> '';
CREATE INDEX organisations_merged ON organisations (merged_into) WHERE merged_into IS NOT NULL;
