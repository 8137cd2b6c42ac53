-- +goose Up
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('organiser', 'analyst', 'reader')),
  password_hash TEXT NOT NULL,
  disabled_at BIGINT,
  created_at BIGINT NOT NULL,
  last_login_at BIGINT
);

-- One-time links. The first organiser's belongs to nobody yet.
CREATE TABLE logins (
  token_hash TEXT PRIMARY KEY,
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('first_organiser', 'set_password')),
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX logins_of_user ON logins (user_id);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  data TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expiring ON sessions (expires_at);

-- Outlives the records it names.
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  operation TEXT NOT NULL,
  consultation_id TEXT NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX audit_log_listed ON audit_log (at, id);
CREATE INDEX audit_log_of_consultation ON audit_log (consultation_id, at, id);
