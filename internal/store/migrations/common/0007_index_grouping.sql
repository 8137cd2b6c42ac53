-- +goose Up
-- Counting what is grouped and what is to code reads no text: the columns of the conditions are in the indexes too.
CREATE INDEX contributions_counted ON contributions (consultation_id, created_at, id, retracted_at) WHERE retracted_at IS NULL;
CREATE INDEX assignments_confirmed ON assignments (contribution_id, state, ended_at) WHERE ended_at IS NULL AND state = 'confirmed';
