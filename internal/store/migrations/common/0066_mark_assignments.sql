-- +goose Up
-- How many words on themes there ever were, and how many ended: asked by every page of the grouping, read without the rows.
CREATE INDEX assignments_marked ON assignments (consultation_id, ended_at);
