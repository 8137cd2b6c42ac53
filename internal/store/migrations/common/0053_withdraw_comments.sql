-- +goose Up
-- The author of a comment can mend it (text_version: what a moderator read) and withdraw it.
ALTER TABLE comments ADD COLUMN text_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE comments ADD COLUMN withdrawn_at BIGINT;
