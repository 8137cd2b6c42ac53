-- +goose Up
-- What changed since a sequence, for the counts kept in memory: read without the other contributions.
CREATE INDEX contributions_changed ON contributions (consultation_id, change_seq);
