-- +goose Up
-- The mailbox in which returned messages arrive, known by a print of its address.
CREATE TABLE bounce_boxes (
  box TEXT PRIMARY KEY,
  tried_at BIGINT NOT NULL,
  read_at BIGINT,
  trouble TEXT NOT NULL,
  trouble_at BIGINT,
  news TEXT NOT NULL,
  news_at BIGINT,
  total TEXT NOT NULL,
  waiting BIGINT NOT NULL,
  foreign_reports BIGINT NOT NULL,
  remaining BIGINT NOT NULL
);

-- Its messages that were read and are still in it: each counts once, whatever happens between the reading and the moving.
CREATE TABLE bounce_messages (
  box TEXT NOT NULL REFERENCES bounce_boxes (box) ON DELETE CASCADE,
  message_key TEXT NOT NULL,
  fate TEXT NOT NULL CHECK (fate IN ('applied', 'foreign', 'other')),
  PRIMARY KEY (box, message_key)
);
