-- +goose Up
-- What a theme takes and leaves, in the words of those who code.
ALTER TABLE themes ADD COLUMN includes TEXT NOT NULL DEFAULT '';
ALTER TABLE themes ADD COLUMN excludes TEXT NOT NULL DEFAULT '';
ALTER TABLE themes ADD COLUMN examples TEXT NOT NULL DEFAULT '';
-- Who published a version of the grid, and what they said of it.
ALTER TABLE theme_grids ADD COLUMN published_at BIGINT;
ALTER TABLE theme_grids ADD COLUMN published_by TEXT NOT NULL DEFAULT '';

CREATE INDEX suggestions_of_theme ON suggestions (theme_id, score, contribution_id);
CREATE INDEX statements_of_contribution ON statements (contribution_id, text_version, position);

-- A coder's own note on a statement: nobody writes over another's.
CREATE TABLE statement_notes (
  statement_id TEXT NOT NULL,
  coder_id TEXT NOT NULL,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (statement_id, coder_id)
);
CREATE INDEX statement_notes_of_contribution ON statement_notes (contribution_id);
CREATE INDEX statement_notes_of_consultation ON statement_notes (consultation_id, statement_id);

-- A statement chosen to be quoted.
CREATE TABLE quotes (
  statement_id TEXT PRIMARY KEY,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  text_version INTEGER NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX quotes_of_consultation ON quotes (consultation_id, statement_id);
CREATE INDEX quotes_of_contribution ON quotes (contribution_id);

-- An action that contributions propose, with the statements that do.
CREATE TABLE proposals (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  note TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX proposals_listed ON proposals (consultation_id, sort_key, id);
CREATE TABLE proposal_statements (
  proposal_id TEXT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  statement_id TEXT NOT NULL,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (proposal_id, statement_id)
);
CREATE INDEX proposal_statements_of_contribution ON proposal_statements (contribution_id);

-- A theme that somebody declared read through; what changes afterwards reopens it.
CREATE TABLE theme_validations (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  theme_id TEXT NOT NULL,
  mark TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX theme_validations_listed ON theme_validations (consultation_id, theme_id, at, id);
