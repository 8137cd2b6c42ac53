-- +goose Up
-- What ends every session of an account at once: a session belongs to the epoch it began in.
ALTER TABLE users ADD COLUMN session_epoch INTEGER NOT NULL DEFAULT 0;
