-- +goose Up
-- What a response sent for the first time says is in its answers at once, and becomes contributions soon after: owed_seq
-- is its sequence then, 0 when its contributions were written with it. The counter says up to which sequence nothing is
-- owed any more.
ALTER TABLE responses ADD COLUMN owed_seq BIGINT NOT NULL DEFAULT 0;
INSERT INTO counters (name, value) SELECT 'answers', value FROM counters WHERE name = 'change';
