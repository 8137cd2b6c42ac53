-- +goose Up
-- What a coder did lately is read on every page of the grouping, to say how far they are since they sat down.
CREATE INDEX assignments_of_coder ON assignments (consultation_id, coder_id, assigned_at, contribution_id);
