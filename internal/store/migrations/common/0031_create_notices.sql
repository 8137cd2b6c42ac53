-- +goose Up
-- What each version of the collection notice said, and from when (R2.1).
CREATE TABLE notice_versions (
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  notice TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  PRIMARY KEY (consultation_id, number)
);

-- A body reads what it needs: some rooms of some consultations.
CREATE TABLE bodies (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);
CREATE TABLE body_grants (
  body_id TEXT NOT NULL REFERENCES bodies (id) ON DELETE CASCADE,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  room TEXT NOT NULL,
  PRIMARY KEY (body_id, consultation_id, room)
);
CREATE TABLE body_members (
  body_id TEXT NOT NULL REFERENCES bodies (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (body_id, user_id)
);
CREATE INDEX body_members_of_user ON body_members (user_id, body_id);
