-- +goose Up
-- Keys that the program makes at their first need.
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  value BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  organisation_id TEXT NOT NULL UNIQUE REFERENCES organisations (id) ON DELETE CASCADE,
  token_hash BYTEA NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX invitations_of_consultation ON invitations (consultation_id, organisation_id);

-- For which organisation a response speaks: apart, so that the usual way of a response does not pay for it.
CREATE TABLE response_organisations (
  response_id TEXT PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
  organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  at BIGINT NOT NULL
);
CREATE INDEX response_organisations_by_organisation ON response_organisations (organisation_id, response_id);

CREATE TABLE touches (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('invited', 'reminded', 'bounced', 'reached', 'opened', 'called', 'registered', 'attended', 'idea')),
  channel TEXT NOT NULL,
  source TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE UNIQUE INDEX touches_once ON touches (organisation_id, kind, source);
CREATE INDEX touches_of_consultation ON touches (consultation_id, at, id);
