-- +goose Up
-- The words of the ideas shown, folded and stemmed by the program; nothing but the index is kept. facets holds a word
-- per consultation, theme, territory and status, so that a filtered search reads no table. rowid is the idea's number.
CREATE VIRTUAL TABLE idea_words USING fts5 (
  facets, title, body,
  content = '', contentless_delete = 1, detail = 'column', prefix = '3', tokenize = 'ascii'
);

-- +goose StatementBegin
CREATE TRIGGER ideas_forgotten AFTER DELETE ON ideas WHEN OLD.shown = 1
BEGIN
  DELETE FROM idea_words WHERE rowid = OLD.number;
END;
-- +goose StatementEnd
