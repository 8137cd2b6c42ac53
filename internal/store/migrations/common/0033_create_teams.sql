-- +goose Up
-- Several people answering together. A response that has a team is no longer found by a link of its own: each member has
-- one, so that the usual way of a response, alone, does not pay for teams.
CREATE TABLE teams (
  response_id TEXT PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
  holder_id TEXT NOT NULL,
  held_until BIGINT NOT NULL,
  asked_id TEXT NOT NULL,
  asked_at BIGINT,
  signer_id TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE team_members (
  id TEXT PRIMARY KEY,
  response_id TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  removed_at BIGINT
);
CREATE INDEX team_members_of_response ON team_members (response_id, created_at, id);

CREATE TABLE draft_comments (
  id TEXT PRIMARY KEY,
  response_id TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL,
  question TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX draft_comments_of_response ON draft_comments (response_id, created_at, id);
