-- +goose Up
-- What the box asks of an idea besides its text, which is a contribution of the same id, and what becomes of it. Counts
-- stand in columns, so that lists join nothing.
CREATE TABLE ideas (
  id TEXT PRIMARY KEY REFERENCES contributions (id) ON DELETE CASCADE,
  number BIGINT NOT NULL UNIQUE,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  observation TEXT NOT NULL,
  proposal TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  category TEXT NOT NULL,
  territory TEXT NOT NULL,
  beneficiaries TEXT NOT NULL,
  bearer TEXT NOT NULL,
  publication TEXT NOT NULL CHECK (publication IN ('named', 'anonymous', 'no')),
  origin TEXT NOT NULL CHECK (origin IN ('collected', 'imported', 'demonstration')),
  moderation TEXT NOT NULL CHECK (moderation IN ('waiting', 'published', 'refused')),
  ground TEXT NOT NULL,
  ground_note TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('new', 'studied', 'planned', 'started', 'done', 'declined')),
  answer TEXT NOT NULL,
  answered_at BIGINT,
  merged_into TEXT REFERENCES ideas (id),
  root_id TEXT REFERENCES ideas (id),
  shown SMALLINT NOT NULL CHECK (shown IN (0, 1)),
  supports INTEGER NOT NULL,
  comments INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  reference TEXT NOT NULL,
  token_hash TEXT UNIQUE,
  print TEXT NOT NULL,
  text_version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  CHECK (merged_into IS NULL OR merged_into <> id)
);
-- Each order of the lists, with what filters look at: a rare theme or territory is found without reading the others' texts.
CREATE INDEX ideas_newest ON ideas (consultation_id, shown, created_at, id, theme_id, territory, status);
CREATE INDEX ideas_supported ON ideas (consultation_id, shown, supports, created_at, id, theme_id, territory, status);
CREATE INDEX ideas_discussed ON ideas (consultation_id, shown, comments, created_at, id, theme_id, territory, status);
-- Counting by theme, territory and status reads the index alone.
CREATE INDEX ideas_cells ON ideas (consultation_id, shown, theme_id, territory, status);
CREATE INDEX ideas_moderated ON ideas (consultation_id, moderation, created_at, id) WHERE moderation <> 'published';
CREATE INDEX ideas_reported ON ideas (consultation_id, created_at, id) WHERE reports > 0;
CREATE INDEX ideas_merged ON ideas (root_id) WHERE root_id IS NOT NULL;
CREATE INDEX ideas_merged_into ON ideas (merged_into) WHERE merged_into IS NOT NULL;
CREATE UNIQUE INDEX ideas_reference ON ideas (reference) WHERE origin = 'collected' AND reference <> '';

-- A visitor supports an idea once. The visitor is a random number hashed, which tells nothing of anybody.
CREATE TABLE supports (
  idea_id TEXT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
  visitor_hash TEXT NOT NULL,
  supported_at BIGINT NOT NULL,
  PRIMARY KEY (idea_id, visitor_hash)
);

CREATE TABLE comments (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  idea_id TEXT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  moderation TEXT NOT NULL CHECK (moderation IN ('waiting', 'published', 'refused')),
  ground TEXT NOT NULL,
  ground_note TEXT NOT NULL,
  reports INTEGER NOT NULL,
  token_hash TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX comments_of_idea ON comments (idea_id, created_at, id);
CREATE UNIQUE INDEX comments_token ON comments (token_hash) WHERE token_hash IS NOT NULL;
CREATE INDEX comments_waiting ON comments (consultation_id, created_at, id) WHERE moderation = 'waiting' OR reports > 0;

-- Identity is apart (rule 10): of an idea, or of a comment on it.
CREATE TABLE idea_identities (
  idea_id TEXT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
  record_id TEXT NOT NULL,
  signature TEXT NOT NULL,
  email TEXT NOT NULL,
  PRIMARY KEY (idea_id, record_id)
);

CREATE TABLE idea_reports (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  idea_id TEXT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
  comment_id TEXT REFERENCES comments (id) ON DELETE CASCADE,
  ground TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX idea_reports_of_idea ON idea_reports (idea_id, created_at, id);

-- The log is only added to (R1.6); it outlives the texts.
CREATE TABLE moderation_log (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  idea_id TEXT NOT NULL,
  comment_id TEXT NOT NULL,
  act TEXT NOT NULL,
  ground TEXT NOT NULL,
  note TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  done_at BIGINT NOT NULL
);
CREATE INDEX moderation_log_listed ON moderation_log (consultation_id, done_at, id);
CREATE INDEX moderation_log_of_idea ON moderation_log (idea_id, done_at, id);
