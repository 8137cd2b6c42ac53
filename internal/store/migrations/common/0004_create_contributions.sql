-- +goose Up
CREATE TABLE sessions_held (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  step_id TEXT NOT NULL,
  title TEXT NOT NULL,
  held_on BIGINT,
  participants INTEGER NOT NULL
);
CREATE INDEX sessions_held_of_consultation ON sessions_held (consultation_id, held_on, id);

CREATE TABLE contributions (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  change_seq BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('answer', 'idea', 'note', 'letter', 'mail', 'phone')),
  origin TEXT NOT NULL CHECK (origin IN ('collected', 'imported', 'demonstration')),
  channel TEXT NOT NULL,
  response_id TEXT REFERENCES responses (id) ON DELETE CASCADE,
  questionnaire_id TEXT NOT NULL,
  question TEXT NOT NULL,
  item INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  folded TEXT NOT NULL,
  category TEXT NOT NULL,
  territory TEXT NOT NULL,
  session_id TEXT REFERENCES sessions_held (id),
  publication TEXT NOT NULL CHECK (publication IN ('named', 'anonymous', 'no')),
  text_version INTEGER NOT NULL,
  retracted_at BIGINT,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
-- An open answer has one contribution for ever (rule 6).
CREATE UNIQUE INDEX contributions_of_response ON contributions (response_id, question, item) WHERE response_id IS NOT NULL;
-- Lists come in this order; counting what is not retracted reads the index alone.
CREATE INDEX contributions_listed ON contributions (consultation_id, created_at, id, retracted_at);
CREATE INDEX contributions_of_session ON contributions (session_id) WHERE session_id IS NOT NULL;

-- No row while a contribution is its own one statement (rule 7). A span holds for the text version it was cut on.
CREATE TABLE statements (
  id TEXT PRIMARY KEY,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  text_version INTEGER NOT NULL,
  UNIQUE (contribution_id, position),
  CHECK (span_start >= 0 AND span_end > span_start)
);

CREATE TABLE suggestions (
  statement_id TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  model TEXT NOT NULL,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  score DOUBLE PRECISION NOT NULL,
  evidence TEXT NOT NULL,
  suggested_at BIGINT NOT NULL,
  PRIMARY KEY (statement_id, theme_id, model)
);
CREATE INDEX suggestions_of_contribution ON suggestions (contribution_id);

CREATE TABLE assignments (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  contribution_id TEXT NOT NULL REFERENCES contributions (id) ON DELETE CASCADE,
  statement_id TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  coder_id TEXT NOT NULL,
  round INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'rejected', 'stale')),
  text_version INTEGER NOT NULL,
  grid_version INTEGER NOT NULL,
  assigned_at BIGINT NOT NULL,
  ended_at BIGINT
);
-- One current word of a coder on a theme; the past ones stay as history (rule 8).
CREATE UNIQUE INDEX assignments_current ON assignments (contribution_id, statement_id, theme_id, coder_id, round) WHERE ended_at IS NULL;
CREATE INDEX assignments_listed ON assignments (consultation_id, contribution_id, statement_id, theme_id, id) WHERE ended_at IS NULL;
CREATE INDEX assignments_of_contribution ON assignments (contribution_id, assigned_at, id);
