-- +goose Up
-- Counting what is grouped and what is to code reads no text: the columns of the condition are in the index too.
CREATE INDEX assignments_confirmed ON assignments (contribution_id, state, ended_at) WHERE ended_at IS NULL AND state = 'confirmed';
